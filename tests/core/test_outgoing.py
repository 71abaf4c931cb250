import datetime
import ipaddress
import socket
import ssl
import time
import tracemalloc

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from galaxy.core import outgoing
from galaxy.core.outgoing import Failed, Limits, Problem, fetch, is_public
from tests.outside import outside

OWN = ["127.0.0.0/8"]


@pytest.fixture
def server():
    with outside() as place:
        yield place


@pytest.fixture
def open_network(settings):
    settings.OUTGOING_NETWORKS = OWN


def problem_of(url, **options):
    with pytest.raises(Failed) as failed:
        fetch(url, **options)
    return failed.value.problem


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "0.0.0.0",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[64:ff9b::a00:1]",
        "[2002:7f00:1::]",
        "169.254.169.254",
        "10.0.0.1",
        "10.255.255.254",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "192.0.2.1",
        "[fe80::1]",
        "[fc00::1]",
        "[ff02::1]",
        "2130706433",
        "0x7f.1",
        "0177.0.0.1",
        "127.1",
        "localhost",
        "LOCALHOST.",
    ],
)
def test_no_address_inside_the_network_is_asked(host):
    assert problem_of(f"http://{host}/") == Problem.ADDRESS


@pytest.mark.parametrize(
    ("url", "inside"),
    [
        ("https://example.org/", False),
        ("http://example.org:8080/page", False),
        ("http://93.184.216.34/", False),
        ("http://bücher.example/", False),
        ("http://localhost/", True),
        ("http://localhost./", True),
        ("http://printer.local/", True),
        ("http://10.0.0.1/", True),
        ("http://[::1]/", True),
        ("http://2130706433/", True),
        ("http://0x7f.1/", True),
        ("http://user:secret@example.org/", True),
        ("ftp://example.org/", True),
    ],
)
def test_what_no_reader_could_open_is_known_by_its_text_alone(url, inside, monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *arguments, **options: pytest.fail("asked"))

    assert outgoing.leads_inside(url) is inside


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "gopher://127.0.0.1/",
        "ftp://ftp.example.org/",
        "data:text/plain,hello",
        "javascript:alert(1)",
        "//example.org/",
        "https:///nowhere",
        "http://user:secret@example.org/",
        "http://user@example.org/",
        "http://example.org:99999/",
        "http://[::1/",
        "",
    ],
)
def test_other_schemes_and_broken_addresses_are_refused_before_any_question(url, monkeypatch):
    def resolve(*arguments, **options):
        raise AssertionError("asked")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)

    assert problem_of(url) == Problem.ADDRESS


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("::ffff:93.184.216.34", True),
        ("64:ff9b::5db8:d822", True),
        ("64:ff9b:1::5db8:d822", False),
        ("::ffff:10.0.0.1", False),
        ("2001:0:4136:e378::1", False),
        ("fec0::1", False),
        ("192.0.0.8", False),
    ],
)
def test_an_address_is_public_or_not(address, public):
    assert is_public(ipaddress.ip_address(address)) is public


def test_only_the_ports_of_the_web_are_asked(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *arguments, **options: [(0, 0, 0, "", ("93.184.216.34", 0))])

    assert problem_of("http://example.org:6379/") == Problem.ADDRESS


def test_one_private_address_among_public_ones_is_enough_to_refuse(monkeypatch):
    found = [(0, 0, 0, "", ("93.184.216.34", 80)), (0, 0, 0, "", ("10.0.0.1", 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *arguments, **options: found)

    assert problem_of("http://example.org/") == Problem.ADDRESS


@pytest.mark.usefixtures("open_network")
def test_a_page_is_fetched_with_an_honest_name_and_nothing_that_identifies_anybody(server, settings):
    settings.BASE_URL = "https://galaxy.example"

    answer = fetch(server.url("/page?q=a b"))

    assert (answer.status, answer.body) == (200, b"Good morning")
    asked = server.asked[0]
    assert asked.path == "/page?q=a%20b"
    assert asked.headers == {
        "Host": f"127.0.0.1:{server.port}",
        "User-Agent": "GalaxyPortal/1.0 (+https://galaxy.example)",
        "Accept": "*/*",
        "Accept-Encoding": "identity",
        "Connection": "close",
    }


def test_the_same_server_is_refused_where_its_network_is_not_opened(server):
    assert problem_of(server.url()) == Problem.ADDRESS
    assert server.asked == []


def test_the_connection_goes_to_the_address_that_was_checked(server, settings, monkeypatch):
    settings.OUTGOING_NETWORKS = ["127.0.0.1/32"]
    answers = iter(["127.0.0.1", "10.0.0.1", "10.0.0.1"])
    real, names = socket.getaddrinfo, []

    def resolve(host, port, *arguments, **options):
        if host != "rebind.example":
            return real(host, port, *arguments, **options)
        names.append(host)
        return real(next(answers), port, *arguments, **options)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)

    assert fetch(server.url(host="rebind.example")).status == 200
    assert names == ["rebind.example"]
    assert (server.asked[0].headers["Host"], server.asked[0].address) == (f"rebind.example:{server.port}", "127.0.0.1")
    assert problem_of(server.url(host="rebind.example")) == Problem.ADDRESS
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "target", ["http://169.254.169.254/latest/meta-data/", "file:///etc/passwd", "http://10.0.0.1/"]
)
@pytest.mark.usefixtures("open_network")
def test_a_redirect_is_checked_like_any_address(server, target):
    assert problem_of(server.url(f"/to?url={target}")) == Problem.ADDRESS


@pytest.mark.usefixtures("open_network")
def test_redirects_are_followed_without_cookies_and_not_for_ever(server):
    answer = fetch(server.url(f"/to?url={server.url('/to?url=/ok')}"))

    assert (answer.status, answer.url) == (200, server.url("/ok"))
    assert {"Cookie", "Referer", "Authorization"} & {name for asked in server.asked for name in asked.headers} == set()
    server.asked.clear()
    assert problem_of(server.url("/circle")) == Problem.REDIRECTS
    assert len(server.asked) == 6


@pytest.mark.parametrize("path", ["/drip", "/drip-head"])
@pytest.mark.usefixtures("open_network")
def test_a_byte_at_a_time_ends_at_the_deadline(server, path):
    began = time.monotonic()

    assert problem_of(server.url(path), limits=Limits(seconds=0.6)) == Problem.TIME
    assert time.monotonic() - began < 2


@pytest.mark.usefixtures("open_network")
def test_the_deadline_holds_for_redirects_together_but_not_for_waiting_one_s_turn(server):
    turns = []

    def turn(host):
        turns.append(host)
        time.sleep(0.4)

    answer = fetch(server.url("/to?url=/ok"), limits=Limits(seconds=0.5), turn=turn)

    assert (answer.status, turns) == (200, ["127.0.0.1", "127.0.0.1"])


@pytest.mark.parametrize("path", ["/big", "/bomb"])
@pytest.mark.usefixtures("open_network")
def test_what_is_larger_than_the_cap_takes_no_memory(server, path):
    fetch(server.url())
    tracemalloc.start()
    try:
        assert problem_of(server.url(path), limits=Limits(size=1024 * 1024)) == Problem.SIZE
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    # The server of this test runs in the same process and packs a megabyte at a time.
    assert most < 6 * 1024 * 1024


@pytest.mark.usefixtures("open_network")
def test_packed_answers_are_unpacked_and_unknown_packings_refused(server):
    assert fetch(server.url("/packed")).body == b"Good evening"
    assert problem_of(server.url("/odd")) == Problem.ANSWER
    assert problem_of(server.url("/nonsense")) == Problem.ANSWER


@pytest.mark.usefixtures("open_network")
def test_without_a_size_no_body_is_read(server):
    answer = fetch(server.url("/drip"), limits=Limits(seconds=2, size=0))

    assert (answer.status, answer.body) == (200, b"")


@pytest.mark.usefixtures("open_network")
def test_nobody_at_home_and_no_such_name_are_told_apart(monkeypatch):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]

    def unknown(*arguments, **options):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    assert problem_of(f"http://127.0.0.1:{port}/") == Problem.CONNECTION
    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert problem_of("http://nowhere.invalid/") == Problem.NAME


@pytest.fixture
def certified(tmp_path):
    """A server with a certificate that only its own authority vouches for, and the file of that authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "outside.example")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path / "server.pem"
    encoding = serialization.Encoding.PEM
    private = key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(private + certificate.public_bytes(encoding))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    with outside("0.0.0.0", context) as place:
        yield place, file


@pytest.mark.usefixtures("open_network")
def test_certificates_are_verified_by_authority_and_by_name(certified, monkeypatch):
    place, authority = certified
    outgoing._certificates.cache_clear()

    assert problem_of(place.url()) == Problem.CERTIFICATE

    monkeypatch.setenv("SSL_CERT_FILE", str(authority))
    outgoing._certificates.cache_clear()
    assert fetch(place.url()).status == 200
    assert problem_of(place.url(host="127.0.0.2")) == Problem.CERTIFICATE
    outgoing._certificates.cache_clear()
