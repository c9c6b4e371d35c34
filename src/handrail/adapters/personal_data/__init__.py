"""Personal data: found by patterns, check digits and a small model, all on this machine."""
