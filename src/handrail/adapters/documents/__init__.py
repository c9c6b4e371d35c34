"""Documents: files of several formats in, their titles, sections and places out."""
