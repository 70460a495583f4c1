"""The pages of a booth, one file for each matter."""
