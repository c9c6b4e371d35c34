"""Demo: a whole desk on one machine, with invented people, to try Handrail on."""
