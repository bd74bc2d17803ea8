"""Function views, one module per stage. A view looks up its objects, validates a form, calls a verb, and responds."""
