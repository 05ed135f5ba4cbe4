"""Documents in a bucket, against a server of objects that runs here: what holds of a folder holds of it too."""

import pytest
from boto3 import client
from moto.server import ThreadedMotoServer

from shared.documents import DocumentDamagedError, DocumentMissingError, Documents
from shared.retry import RetryLaterError
from shared.waits import Waits

WORDS = "Fëmija tha: nuk dua të kthehem".encode()
BUCKET, KEY = "besa-documents", b"k" * 32
URL = f"s3://{BUCKET}/besa"


@pytest.fixture(scope="module")
def server():
    running = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    yield f"http://{host}:{port}"
    running.stop()


@pytest.fixture
def objects(server, monkeypatch):
    """The bucket as its own client sees it; the settings with which a service finds it."""
    for name, value in {
        "AWS_ACCESS_KEY_ID": "sample",
        "AWS_SECRET_ACCESS_KEY": "sample",
        "AWS_REGION": "eu-central-1",
        "AWS_ENDPOINT": server,
    }.items():
        monkeypatch.setenv(name, value)
    seen = client(
        "s3", endpoint_url=server, region_name="eu-central-1", aws_access_key_id="s", aws_secret_access_key="s"
    )
    seen.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    yield seen
    for one in seen.list_objects_v2(Bucket=BUCKET).get("Contents", ()):
        seen.delete_object(Bucket=BUCKET, Key=one["Key"])
    seen.delete_bucket(Bucket=BUCKET)


def keys(objects):
    return [one["Key"] for one in objects.list_objects_v2(Bucket=BUCKET).get("Contents", ())]


def test_what_is_put_is_got_again_by_another_process_and_unreadable_in_the_bucket(objects):
    name = Documents(URL, KEY).put(WORDS)
    assert Documents(URL, KEY).get(name) == WORDS
    assert keys(objects) == [f"besa/{name[:2]}/{name}"]
    assert b"kthehem" not in objects.get_object(Bucket=BUCKET, Key=keys(objects)[0])["Body"].read()


def test_what_lies_there_is_not_written_over(objects):
    documents = Documents(URL, KEY)
    name = documents.put(WORDS)
    stored = documents.stored(name)
    [key] = keys(objects)
    objects.put_object(Bucket=BUCKET, Key=key, Body=b"something else")
    assert documents.put_back(stored) == name
    assert objects.get_object(Bucket=BUCKET, Key=key)["Body"].read() == b"something else"
    with pytest.raises(DocumentDamagedError):
        Documents(URL, KEY).get(name)


def test_what_is_erased_is_gone_and_erasing_twice_is_no_error(objects):
    documents = Documents(URL, KEY)
    name = documents.put(WORDS)
    documents.erase(name)
    documents.erase(name)
    assert keys(objects) == []
    with pytest.raises(DocumentMissingError):
        documents.get(name)


def test_without_its_bucket_or_its_server_it_says_try_later_and_nothing_else(objects, server, monkeypatch):
    lost = Documents("s3://no-such-bucket/besa", KEY)
    with pytest.raises(RetryLaterError):
        lost.put(WORDS)
    monkeypatch.setenv("AWS_ENDPOINT", "http://127.0.0.1:9")
    away = Documents(URL, KEY, waits=Waits(store_answer=1, store_connect=1))
    for refused in (lambda: away.put(WORDS), lambda: away.get("0" * 64), lambda: away.erase("0" * 64)):
        with pytest.raises(RetryLaterError):
            refused()
