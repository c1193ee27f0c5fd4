"""Where files of images and social cards are kept: in a folder, or in a bucket of S3."""
