"""What we talk about: frozen values, no input and no output."""
