"""The bundled models: what a customer message says, read without any language model."""
