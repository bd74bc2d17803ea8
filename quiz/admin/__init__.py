"""What staff see, a file a stage. It calls the verbs and holds no rule of its own."""
