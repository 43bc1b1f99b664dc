"""Where a hosted model is, by which key and which name: what may be given, and what is said."""

from __future__ import annotations

import socket

import pytest
from endpoint import Endpoint, error, words
from hosted import KEY

from sqlagent.errors import MissingKeyError, ModelError
from sqlagent.messages import user
from sqlagent.models import get_model
from sqlagent.models.openai import DEFAULT_MODEL, OpenAIModel, faults


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
    return port


def test_where_no_server_runs() -> None:
    model = OpenAIModel("m", base_url=f"http://127.0.0.1:{free_port()}/v1", api_key=KEY)
    with pytest.raises(ModelError, match=r"nothing answers at http://127\.0\.0\.1:\d+/v1: is a"):
        model.complete([user("Which?")], [])
    model.close()


def test_where_not_even_the_proxy_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{free_port()}")
    model = OpenAIModel("m", base_url="http://model.example/v1")
    with pytest.raises(ModelError, match="nor at the proxy that the environment names"):
        model.complete([user("Which?")], [])
    model.close()


def test_where_a_server_speaks_no_tls() -> None:
    with Endpoint() as endpoint:
        model = OpenAIModel("m", base_url=endpoint.url.replace("http:", "https:"))
        with pytest.raises(ModelError, match="does not speak TLS: is it http:// there"):
            model.complete([user("Which?")], [])
        model.close()


def test_where_a_host_is_not_known() -> None:
    try:
        raise ConnectionError from socket.gaierror(-2, "Name or service not known")
    except ConnectionError as error:
        sentence = str(faults.unreachable(error, faults.Endpoint("http://nowhere.example/v1")))
    assert sentence == "the host of http://nowhere.example/v1 is not known: is the base URL right?"


@pytest.mark.parametrize(
    "base_url",
    [
        "htp://x",
        "localhost:11434/v1",
        "api.example.com",
        "http://",
        "http://host:port",
        "http://host:99999",
        "http://a host/v1",
        "http://[::1",
        "http://user:password@bad host/",
    ],
)
def test_what_is_no_base_url(base_url: str) -> None:
    with pytest.raises(ModelError, match="is no base URL: write it like http://") as raised:
        OpenAIModel("m", base_url=base_url)
    assert "password" not in str(raised.value)


def test_a_user_in_the_base_url_is_not_shown() -> None:
    model = OpenAIModel("m", base_url=f"http://user:{KEY}@127.0.0.1:{free_port()}/v1")
    with pytest.raises(ModelError) as raised:
        model.complete([user("Which?")], [])
    model.close()
    assert KEY not in str(raised.value)


def test_a_hosted_model_without_key_or_base_url() -> None:
    with pytest.raises(MissingKeyError, match="OPENAI_API_KEY") as raised:
        OpenAIModel("m")
    assert "--model offline" in str(raised.value)


@pytest.mark.parametrize("key", ["two words", "sk-…", "a\tb"])
def test_what_is_no_key(key: str) -> None:
    with pytest.raises(ModelError, match="OPENAI_API_KEY holds characters") as raised:
        OpenAIModel("m", api_key=key)
    assert key not in str(raised.value)


def test_key_and_base_url_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    with Endpoint([words("Five.")]) as endpoint:
        monkeypatch.setenv("OPENAI_API_KEY", f"{KEY}\n")
        monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
        model = OpenAIModel("m")
        model.complete([user("Which?")], [])
        model.close()
    assert endpoint.requests[0].headers["authorization"] == f"Bearer {KEY}"
    assert KEY not in repr(model.__dict__["_endpoint"])


def test_without_a_key_the_endpoint_says_what_it_wants() -> None:
    with Endpoint([error(401, "no key")]) as endpoint:
        model = OpenAIModel("m", base_url=endpoint.url)
        with pytest.raises(ModelError, match=r"wants a key: set OPENAI_API_KEY \(401\)"):
            model.complete([user("Which?")], [])
        model.close()


def test_a_proxy_that_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "nonsense://x")
    with pytest.raises(ModelError, match="HTTPS_PROXY"):
        OpenAIModel("m", api_key=KEY)


def test_the_only_model_is_taken() -> None:
    with Endpoint([words("Five.")], models=["llama"]) as endpoint:
        model = get_model(base_url=endpoint.url)
        assert model.name == "llama"
        model.complete([user("Which?")], [])
    assert endpoint.bodies[0]["model"] == "llama"


@pytest.mark.parametrize(
    ("models", "sentence"),
    [
        ([], "lists no model: name one with --model"),
        (["a", "b"], "serves several models, name one with --model: a, b"),
        ([f"m{number}" for number in range(30)], "m18, m19 and 10 more"),
    ],
)
def test_a_model_that_must_be_named(models: list[str], sentence: str) -> None:
    with Endpoint(models=models) as endpoint, pytest.raises(ModelError, match=sentence):
        OpenAIModel(base_url=endpoint.url)


def test_a_list_of_models_that_cannot_be_read() -> None:
    with Endpoint() as endpoint:
        for path, sentence in (("/v2", "lists no model"), ("", "lists no model")):
            with pytest.raises(ModelError, match=sentence):
                OpenAIModel(base_url=endpoint.url.removesuffix("/v1") + path)


def test_openai_has_a_default() -> None:
    model = OpenAIModel(api_key=KEY)
    assert model.name == DEFAULT_MODEL
    model.close()
