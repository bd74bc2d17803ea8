"""The input boundary, a file a stage."""
