"""The demonstration: real records from public sources, to be verified, and invented people, publications and calls."""
