"""The rules of commitments: values in, values out."""
