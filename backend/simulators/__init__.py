"""The partners' side for a demo market: speaks as they do and imports nothing of ours."""
