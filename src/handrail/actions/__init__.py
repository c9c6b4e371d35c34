"""What happens at a desk: one verb per file, all input and output through ports."""
