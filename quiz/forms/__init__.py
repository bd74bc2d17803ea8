"""Forms: the validation of all input, one module per stage."""
