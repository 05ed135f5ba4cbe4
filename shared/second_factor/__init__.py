"""What somebody shows beside their password: a code of an app (TOTP, RFC 6238), a passkey (W3C Web Authentication), or a recovery code.

One mechanism for staff and for people of bodies; each service that lets people in keeps it in tables of its own (`Kept`).
"""
