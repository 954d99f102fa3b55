"""The addresses of the studio, one file for each part of the pages; `studio.server` puts them together."""
