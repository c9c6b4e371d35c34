"""Language models: they phrase an answer from passages, and decide nothing."""
