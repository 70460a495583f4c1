"""The shared kernel: what every app needs and that knows none of them."""
