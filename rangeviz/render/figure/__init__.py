"""The map as a picture: PNG, SVG and PDF, made without a browser."""
