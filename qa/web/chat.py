"""The chat: a Gradio page around the bot. Gradio shows; what is shown comes from `rendering`."""

import html
import json
from collections.abc import Mapping, Sequence
from html.parser import HTMLParser
from typing import Any, Literal, NamedTuple

import gradio as gr

from index.records import Document
from qa.bot import printable
from qa.contract import MAX_QUESTION, MAX_TURN, MAX_TURNS, Request, Turn
from qa.texts.operator import Frame, Frames
from qa.web.asking import Asker, Trouble, errors_without_words
from qa.web.languages import choices
from qa.web.rendering import exact, inert, render_answer, render_trouble, rendered, settled

Message = dict[str, Any]


class Said(NamedTuple):
    """One turn on the page: a question as typed, or an answer as HTML."""

    role: Literal["user", "assistant"]
    words: str


# HTML without Gradio's script and styles for prose, which would win over ours.
AS_IT_IS: dict[str, Any] = {"js_on_load": None, "apply_default_css": False}
# A browser would fill in what was typed here before, and may have a server of its own check the spelling.
UNREMEMBERED = gr.InputHTMLAttributes(autocomplete="off", spellcheck=False, enterkeyhint="send")
# Each question sends the whole conversation, each answer twice; far below the limit of a body in any script.
MAX_SHOWN = 120_000  # characters


class PrivateBlocks(gr.Blocks):
    """A page whose server forgets each event when it has answered it, and logs no word of it."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(title=frame.own.title, analytics_enabled=False)
        self.frame = frame

    async def process_api(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Run one event.

        Gradio would print the traceback of any error, whose message may hold the question, and would keep
        the last value of each component in memory, for up to 10,000 visitors, until it restarts.
        """
        try:
            with errors_without_words():
                output: dict[str, Any] = await super().process_api(*args, **kwargs)
            return output
        except Trouble as trouble:
            raise gr.Error(self.frame.t.TROUBLES[trouble.kind], print_exception=False) from None
        finally:
            session = str(kwargs.get("session_hash"))
            self.state_holder.session_data.pop(session, None)
            self.state_holder.time_last_used.pop(session, None)


def build_ui(asker: Asker, frame: Frame, frames: Frames) -> PrivateBlocks:
    """Return the chat page in *frame*; an answer has that of *frames* which the question has.

    Asks nothing and starts no server.
    """
    documents, t = asker.bot.documents, frame.t

    async def respond(question: object, shown: object) -> tuple[str, list[Message]]:
        """Return the emptied box and the conversation with one more question and its answer."""
        conversation = kept(shown)
        asked = printable(question) if isinstance(question, str) else ""
        request = Request(question=asked, history=turns(conversation))
        try:
            answer = render_answer(await asker.ask(request, t.LANGUAGE), documents, frames)
        except Trouble as trouble:
            answer = render_trouble(trouble.kind, frame)
        if asked.strip():
            conversation.append(Said("user", asked))
        conversation.append(Said("assistant", answer))
        return "", [message(said) for said in conversation]

    page = PrivateBlocks(frame)
    with page:
        own_html("chat_header.html", frame, documents, elem_id="top")
        conversation = gr.Chatbot(
            label=t.CONVERSATION,
            show_label=False,
            container=False,
            elem_id="conversation",
            height=None,
            layout="panel",
            autoscroll=False,  # it would scroll to the end of an answer; chat.js scrolls to its beginning
            buttons=[],  # "copy" copies HTML, and "share" posts to another site
            feedback_options=None,
            render_markdown=False,
            latex_delimiters=[],
            allow_tags=False,
            group_consecutive_messages=False,
        )
        own_html("chat_pending.html", frame, documents, elem_id="pending")
        with gr.Row(elem_id="composer"):
            box = gr.Textbox(
                label=t.QUESTION,
                info=t.PRIVACY,
                elem_id="question",
                max_lines=4,
                scale=1,
                html_attributes=UNREMEMBERED,
            )
            send = gr.Button(t.ASK, variant="primary", elem_id="send", scale=0, min_width=96)
        with gr.Column(elem_id="examples"):
            gr.HTML(f"<h2>{t.TRY}</h2>", **AS_IT_IS)
            examples = [gr.Button(text, elem_classes="example", size="sm") for text in t.EXAMPLES]
        own_html("chat_footer.html", frame, documents, elem_id="foot")

        asking = gr.on(
            [box.submit, send.click],
            respond,
            inputs=[box, conversation],
            outputs=[box, conversation],
            js="(question, shown) => { chat.asked(question); return [question, shown]; }",
            queue=False,  # the asker limits how many run; a queue would hold questions and answers in memory
            preprocess=False,  # else Gradio builds whatever component a forged conversation names
            show_progress="hidden",
            trigger_mode="once",
            api_visibility="private",
        )
        # Two, because after a failure Gradio runs no `then`.
        asking.success(None, js="() => chat.answered()", queue=False)
        asking.failure(None, js="() => chat.failed()", queue=False)
        for example in examples:
            example.click(
                None,
                None,
                box,
                js=f"() => {json.dumps(example.value)}",
                queue=False,
                api_visibility="private",
            ).then(None, js="() => chat.send()", queue=False)
    return page


def own_html(template: str, frame: Frame, documents: Mapping[str, Document], elem_id: str) -> gr.HTML:
    """Return a part of the page made from *template* in *frame*."""
    made = rendered(template, frame, documents=documents, choices=choices(frame.t.LANGUAGE))
    return gr.HTML(settled(made), elem_id=elem_id, **AS_IT_IS)


def kept(shown: object) -> list[Said]:
    """Return the conversation that the browser sent, without its beginning where it has grown too long.

    Its shape is not to be trusted, nor its HTML.
    """
    conversation = []
    for item in shown if isinstance(shown, list) else []:
        role = item.get("role") if isinstance(item, dict) else None
        if role == "user":
            conversation.append(Said("user", html.unescape(_content(item))))
        elif role == "assistant":
            conversation.append(Said("assistant", inert(_content(item))))
    length = 0
    for at in range(len(conversation) - 1, -1, -1):
        length += len(conversation[at].words)
        if length > MAX_SHOWN:
            return conversation[at + 1 :]
    return conversation


def turns(conversation: Sequence[Said]) -> tuple[Turn, ...]:
    """Return the last turns as the bot reads them: what was asked, and the quotes that were given."""
    return tuple(
        Turn(role=said.role, content=(said.words if said.role == "user" else spoken(said.words))[:MAX_TURN])
        for said in conversation[-MAX_TURNS:]
    )


def message(said: Said) -> Message:
    """Return one turn as Gradio shows it.

    An answer is a component: the Chatbot would read out the source of a message that is HTML text. A
    question is text, escaped, because Gradio shows text as HTML also where it reads no Markdown.
    """
    if said.role == "assistant":
        return {"role": "assistant", "content": gr.HTML(said.words, **AS_IT_IS)}
    whole = len(said.words) <= MAX_QUESTION
    words = said.words if whole else said.words[:MAX_QUESTION] + "\u2026"
    return {"role": "user", "content": [{"type": "text", "text": str(exact(words))}]}


def spoken(answer: str) -> str:
    """Return the quotes of an answer's HTML, or the sentence that stood in their place; one a line."""
    reader = _Spoken()
    reader.feed(answer)
    return "\n".join(reader.said)


class _Spoken(HTMLParser):
    """Collects the text of the elements that hold what the bot said."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.inside: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if dict(attrs).get("class") in ("quote", "silence"):
            self.inside = tag
            self.said.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == self.inside:
            self.inside = None

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.said[-1] += data


def _content(message: Mapping[str, object]) -> str:
    """Return the words of a message as Gradio 6 sends them: a list of blocks, of text or of a component."""
    blocks = message.get("content")
    found = [
        block.get("text") if block.get("type") == "text" else block.get("value")
        for block in (blocks if isinstance(blocks, list) else [])
        if isinstance(block, dict)
    ]
    return "\n".join(printable(words) for words in found if isinstance(words, str))
