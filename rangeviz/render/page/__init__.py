"""The interactive HTML page: one file, offline, the only home of folium."""
