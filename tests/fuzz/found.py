"""What fuzzing has found: the target, the data, and what was wrong. All of it is mended, and stays so."""

FOUND: tuple[tuple[str, bytes, str], ...] = (
    (
        "answers",
        b'createWhatsappTemplateComment\n{"type": "CREATED", "comment": "x", "created": "9999-12-31T23:59:59-23:59"}',
        "a time beyond the last day in UTC could be read and not be written",
    ),
    (
        "answers",
        b'createWhatsappTemplateComment\n{"type": "CREATED", "comment": "x", "created": "0001-01-01T00:00:00+23:59"}',
        "the same before the first day",
    ),
    (
        "refusals",
        b"503\nContent-Type: " + b"text/html" * 300 + b"\n\n<html>",
        "a message repeated a content type of any length",
    ),
    ("tokens", b'{"access_token": ".", "expires_in": ' + b"9" * 400 + b"}", "a whole number too large for a float"),
    ("tokens", b'{"access_token": ".", "expires_in": "' + b"9" * 5000 + b'"}', "more digits than Python reads"),
    ("page tokens", b"NTAu2<25gyNOjldO2", "the emulator took tokens with letters in between that base64 does not know"),
    (
        "signatures",
        b"\n".join(
            [
                b"x-sinch-webhook-signature: AA==",
                b"x-sinch-webhook-signature-algorithm: HmacSHA256",
                b"x-sinch-webhook-signature-nonce: n\xe30nce",
                b"x-sinch-webhook-signature-timestamp: 1699999990",
                b"",
                b"{}",
            ]
        ),
        "a nonce that is no UTF-8 was no SignatureError but broke the receiver",
    ),
    ("authorization", b"Basic a2t_typ\xcb\xda\xb7", "the emulator broke on credentials that are no UTF-8"),
    ("settings", b'{"project_id": "p", "key_id": true, "key_secret": "s"}', "a TypeError instead of an error of ours"),
    ("settings", b'{"project_id": "p", "access_token": "t", "proxy": "http://["}', "a ValueError, likewise"),
    ("settings", b'{"project_id": "p", "access_token": "t", "proxy": 7}', "an AttributeError, likewise"),
    ("settings", b'{"project_id": "p", "access_token": "t", "retry": 3}', "a TypeError, likewise"),
    ("settings", b'{"project_id": "p", "access_token": "t", "base_url": "https://a\\r\\n.b"}', "a line end in a URL"),
    (
        "origins",
        b"Host: localhost\nOrigin: http://[",
        "an Origin that is no URL broke the guard of the page",
    ),
    (
        "token endpoint",
        b"HTTP/1.1 502 X\r\nContent-Length: 2\r\nContent-Type: x/t0k3n-of-the-endpoint\r\n\r\n{}",
        "an error of the token endpoint quoted the content type, whatever that holds",
    ),
)
