"""The nouns of shared conversations; standard library only, no clock, no input or output."""
