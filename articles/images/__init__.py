"""Images: uploads made safe, drawings (SVG) sanitised, and the HTML that shows either."""
