"""What lies inside range circles and sectors, measured without drawing or cutting."""
