"""Rules of cooperation: values in, values out."""
