"""What the public reads in the frame around the quotes, in Spanish: plain, with *usted*."""

from collections.abc import Mapping, Sequence
from datetime import date

from index.records import Document, Kind, Source
from qa.contract import MAX_QUESTION, Caution, DocumentRef, Finding, Reason, Reply
from qa.texts.lists import listed

LANGUAGE = "es"
NAME = "Español"
EXAMPLES = (
    "¿Cuántas agencias trabajan con ICE?",
    "¿Qué es un acuerdo 287(g)?",
    "¿Cuánto paga ICE por vehículos nuevos?",
    "¿Por qué algunas agencias no quieren firmar acuerdos con ICE?",
)
TERMS = (
    "287(g) es una parte de la ley de inmigración. Según ella, un acuerdo con ICE permite que agentes "
    "locales hagan parte de su trabajo."
)
TRY = "Preguntas para probar"
PRIVACY = "No guardamos su pregunta."
QUESTION = "Su pregunta"
ASK = "Preguntar"
CONVERSATION = "Conversación"
SHOW = "Mostrar"
HIDE = "Ocultar"
LOOKING = "Buscando en los documentos…"
ANSWER = "Respuesta"
NO_ANSWER = "Sin respuesta"
FOR_EXAMPLE = "Puede preguntar, por ejemplo:"
WELCOME = "Este bot responde a las preguntas con las palabras de sus documentos. Haga una cuando quiera."
WHOLE_QUESTION = "Con una pregunta entera se encuentra más aquí que con unas pocas palabras."
SKIP_TO_BOX = "Ir al cuadro de preguntas"
SKIP_TO_TEXT = "Ir al texto"
SITE = "Sitio"
EXIT = "Salir de esta página"
EXIT_NOTE = "Esto no borra el historial de su navegador."
EXIT_KEYS = "También puede presionar Shift 3 veces."
EXIT_PROGRESS = ("Presione Shift 2 veces más para salir.", "Presione Shift 1 vez más para salir.")
EXIT_OVER = "Shift ya no cuenta."
EMPTY_PAGE = "Página vacía"
EMPTY_PAGE_SAYS = "Esta página está vacía."
TO_ANSWER = "Ir a la respuesta más reciente"
CLEAR = "Borrar esta página"
PLAIN_PAGE = "Página sencilla"
PLAIN_PAGE_WHY = "Página sencilla, sin scripts"
PAGE_LANGUAGE = "Idioma de esta página"
SOURCE = "Fuente"
SOURCES = "Fuentes"
QUOTED_FROM_THEM = "Cada respuesta es una cita de uno de ellos."
KINDS_OF_SOURCE = "Tipos de fuente"
APART = "Abrir en otra pestaña"
CLOSE = "Cerrar"
DOCUMENT = "El documento"
DOCUMENT_TEXT = "Texto del documento"
GO_TO_PASSAGE = "Ir al pasaje marcado"
SECTION = "Sección"
PAGE = "página"
CHARACTERS = "caracteres"
SUBJECT = (
    "cómo trabajan la policía local y los alguaciles con ICE (Servicio de Inmigración y Control de Aduanas)"
)

UNTITLED = "Documento sin título"
UNTITLED_FROM: Mapping[Kind, str] = {
    "rewrite": "Versión reescrita, sin título, de",
    "paraphrased": "Copia reformulada, sin título, de",
}
LANGUAGES = {"en": "inglés", "es": "español"}
UNKNOWN = "no se sabe"
UNDATED = "esta copia no tiene fecha"
WEAK = "Puede que esto no responda a su pregunta. Lea el pasaje."
COPY = "Copiar cita, referencia y enlace"
COPIED = "Copiado: cita, referencia y enlace."
SELECTED = "Seleccionado. Para copiarlo, presione Ctrl+C, o Comando+C en una Mac."
AS_TEXT = "Cita, referencia y enlace como texto"
MISSING = {
    "author": "autor",
    "title": "título",
    "date": "fecha",
    "publisher": "editor",
    "original": "original",
    "url": "dirección web",
}
CITE_PASSAGE = "Citar este pasaje"
CITE_ANSWER = "Citar o guardar esta respuesta"
DOWNLOAD = "Descargar"
SAVE_REPLY = "Guardar la respuesta completa (JSON)"
NOTHING_TO_CITE = (
    "Esta dirección no señala ningún pasaje de los documentos como están ahora, así que no hay nada que "
    "citar. Abra el documento y cite desde allí."
)
ON_ITS_PAGE = "Buscar este pasaje en la página de donde viene"
ON_ITS_PAGE_NOTE = "que puede haber cambiado desde entonces"
AS_RECEIVED = "El texto como se recibió"
LINKS = {
    "incomplete": "El enlace está incompleto o mal escrito, así que no se marca ningún pasaje.",
    "backwards": (
        "El enlace señala un lugar que termina antes de empezar, así que no se marca ningún pasaje."
    ),
    "beyond": "El enlace señala un lugar que este documento no tiene, así que no se marca ningún pasaje.",
    "too_long": (
        "El enlace señala más texto de este documento del que se puede mostrar, así que no se marca ningún "
        "pasaje."
    ),
    "other_version": (
        "El enlace se hizo con otra versión de este documento. Aquí no consta lo que señalaba, así que no se "
        "marca ningún pasaje."
    ),
    "intact": (
        "Este documento ha cambiado desde que se hizo el enlace. El pasaje no: está marcado donde estaba."
    ),
    "moved": (
        "Este documento ha cambiado desde que se hizo el enlace. Las mismas palabras están ahora en otro "
        "lugar, donde están marcadas."
    ),
    "changed": (
        "Este documento ha cambiado desde que se hizo el enlace. Las palabras que señalaba ya no están aquí, "
        "así que no se marca ningún pasaje."
    ),
    "orphaned": (
        "Este documento ha cambiado desde que se hizo el enlace. No queda nada parecido a las palabras que "
        "señalaba, así que no se marca ningún pasaje."
    ),
}
NEAREST_TEXT = "Mostrar el texto más parecido"
NEAREST_TEXT_NOTE = "que puede decir otra cosa"
VERDICTS = {"verified": "Verificado por el personal", "disputed": "En duda"}
NO_VERDICT = "El personal todavía no lo ha revisado."
FOR_STAFF = "Para el personal: revisar este pasaje"
NO_LEDGER_READ = "En este momento no se puede leer lo que el personal encontró sobre este pasaje."
NOT_ADVICE = "Solo son citas: esto no es asesoría legal."
EXCERPT_BEFORE = (
    "El texto anterior no se muestra: esta colección solo puede mostrar una parte de este documento."
)
EXCERPT_AFTER = (
    "El texto que sigue no se muestra: esta colección solo puede mostrar una parte de este documento."
)
EXCERPT_ONLY = (
    "Esta colección solo puede mostrar partes de este documento. Un pasaje se muestra cuando un enlace de "
    "una respuesta lleva a él."
)
# The record of a document.
ALL_THAT_IS_KNOWN = "Todo lo que se sabe de este documento"
PUBLISHER = "Editor"
DOCUMENT_TITLE = "Título"
AUTHOR = "Autor"
KIND = "Tipo"
WEB_ADDRESS = "Dirección web"
COPY_FETCHED = "Copia obtenida"
DOCUMENT_LANGUAGE = "Idioma"
RIGHTS = "Derechos"
TAKE_CARE = "Tenga en cuenta"
FOR_CHECKING = "Para comprobar: nombre y huellas digitales"
NAME_HERE = "Nombre aquí"
TEXT_HASH = "SHA-256 del texto"
FILE_HASH = "SHA-256 del archivo"

ALSO_SEARCHED = "También se buscó como"
INSTEAD_OF = "para"
SEARCHING_FOR = "Búsqueda"
MEANT_OTHERWISE = "Si quería preguntar otra cosa, escriba la pregunta completa."
SEARCHED_IN_ENGLISH = "Se buscó en inglés"
NEAREST = "Los pasajes más cercanos – esto no es una respuesta"

SAID_BY = "Dicho por"
ACCORDING_TO = "Según"
QUOTED_BY = "citado por"
AS_OF = "Fecha del dato"
TIME_GIVEN = "Momento indicado"
PUBLISHED = "Publicado"
FIGURE = "Cifra"
WHO = "Quién lo dice"
READ = "Léalo en el documento"
IN_SOURCE = "en"
NO_TIME_GIVEN = "sin fecha"
COMPARED = {
    "conflict": "Las fuentes no coinciden",
    "over_time": "Las fuentes no coinciden: cifras de distintos momentos",
    "different_measure": "Contado de distintas maneras",
}

KINDS: Mapping[Kind, str] = {
    "reporting": "artículo de prensa",
    "rewrite": "una versión reescrita del artículo de otro medio",
    "summary": "un resumen hecho a partir de otras fuentes",
    "paraphrased": (
        "una copia que un programa reformuló: las palabras pueden no ser las del original, tampoco las que "
        "están entre comillas"
    ),
    "blog": "artículo de blog",
}
KIND_NAMES: Mapping[Kind, str] = {
    "reporting": "artículo de prensa",
    "rewrite": "versión reescrita",
    "summary": "resumen",
    "paraphrased": "copia reformulada",
    "blog": "artículo de blog",
}
KINDS_EXPLAINED: Mapping[Kind, str] = {
    "reporting": "Lo que el propio medio investigó y publicó.",
    "rewrite": (
        "El artículo de otro medio, contado de nuevo. El original es mejor fuente; se nombra cuando se sabe."
    ),
    "summary": "Hecho a partir de otras fuentes. Compruebe lo que dice en las fuentes que nombra.",
    "paraphrased": (
        "Un programa cambió palabras del artículo de otro medio. Los nombres y las frases pueden estar mal, "
        "y las palabras entre comillas pueden no ser las que la persona dijo."
    ),
    "blog": "Un artículo de un sitio que no tiene una redacción conocida.",
}
PLAIN_KINDS: tuple[Kind, ...] = ("reporting", "blog")
ORIGINALS: Mapping[Kind, str] = {
    "rewrite": "Reescrito a partir de",
    "paraphrased": "Reformulado a partir de",
}
ORIGINAL = "Hecho a partir de"

CAUTIONS: Mapping[Caution, str] = {
    "undated": "Esta copia no tiene fecha, así que el pasaje puede no estar al día.",
    "relative_date": "El momento se da sin año, o con palabras como “el mes pasado”.",
    "paraphrased": (
        "Un programa reformuló esta copia: las palabras pueden no ser las del original, tampoco las que "
        "están entre comillas."
    ),
    "rewritten": "Esta es una versión reescrita del artículo de otro medio.",
    "summary": "Este es un resumen hecho a partir de otras fuentes.",
    "needs_context": "Léalo junto con las frases que lo rodean: solo, puede dar una idea equivocada.",
}

REASONS: Mapping[Reason, str] = {
    "invalid": f"Escriba una pregunta con palabras, de {MAX_QUESTION} caracteres como máximo.",
    "advice": (
        "Esto no es asesoría legal. Este bot puede mostrar lo que dicen los documentos. No puede decir qué "
        "puede o debe hacer una persona."
    ),
    "out_of_scope": (
        "Este bot solo cita los documentos de su pequeña colección. Su pregunta parece ser sobre otra cosa."
    ),
    "not_in_collection": "Nada en esta colección menciona esto.",
    "not_stated": "Los documentos mencionan esto, pero no dicen lo que usted preguntó.",
}
READS_ONLY = "Este bot lee preguntas en inglés y en español. Pregunte en uno de estos idiomas, por favor."
NOT_OF_TODAY = (
    "Usted pregunta por el momento actual. Estos documentos no pueden decir qué ha pasado desde que se "
    "escribieron."
)
UNREACHED = "La respuesta no llegó: falló la conexión o el servidor. Pregunte otra vez, por favor."
TROUBLES = {
    "busy": "Muchas personas están preguntando en este momento. Intente de nuevo en un minuto, por favor.",
    "failed": "Algo falló aquí y su pregunta quedó sin respuesta. Intente de nuevo, por favor.",
}
PROBLEMS: Mapping[int, tuple[str, str]] = {
    400: ("Esta dirección no está completa", "Le falta algo o está mal escrita."),
    403: ("No se muestra", "Esta colección no puede mostrar tanto de este documento."),
    404: ("No se encontró la página", "No hay ninguna página en esta dirección."),
    405: ("Esta dirección no acepta eso", "No se puede usar de esta manera."),
    413: ("Demasiado largo", "Lo que se envió es más de lo que esta página acepta."),
    500: ("Algo falló", TROUBLES["failed"]),
    503: ("Demasiadas preguntas a la vez", TROUBLES["busy"]),
}
OTHER_PROBLEM = ("Esto no funcionó", "No se pudo responder a la solicitud.")
NO_DOCUMENT = "No hay ningún documento con este nombre en la colección."
GO_ON = "Siga desde"
QUESTION_PAGE = "la página de preguntas"
LIST_OF_SOURCES = "la lista de fuentes"
OR = "o"

MONTHS = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio",
    "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
)  # fmt: skip


def day(when: date | str) -> str:
    """Return a date as read aloud; a partial ISO date (`2024`, `2024-12`) keeps what it has."""
    year, *rest = str(when).split("-")
    words = [year]
    if rest:
        words.insert(0, MONTHS[int(rest[0]) - 1])
    if rest[1:]:
        words.insert(0, str(int(rest[1])))
    return " de ".join(words)


def as_of(when: str) -> str:
    """Return since when or for when a figure holds; *when* may be a partial ISO date."""
    return f"{'Al' if when.count('-') == 2 else 'En'} {day(when)}"


def published_on(when: date) -> str:
    return f"publicado el {day(when)}"


def kind_caution(kind: Kind) -> str:
    """Return the sentence that warns of a source that is not the original."""
    return f"Esta fuente es {KINDS[kind]}."


def not_known(names: Sequence[str]) -> str:
    """Return the sentence that lists what is not known of a cited work, by the names in its record."""
    return f"No se sabe: {', '.join(MISSING[name] for name in names)}."


def newest(documents: Mapping[str, Document]) -> str:
    """Return the sentence that dates the collection."""
    dates = [document.source.published for document in documents.values() if document.source.published]
    if not dates:
        return "Ningún documento tiene fecha."
    return f"Documento con la fecha más reciente: {day(max(dates))}."


def scope(documents: Mapping[str, Document]) -> str:
    """Return the sentence at the head of the chat: what is here, and how it answers."""
    return (
        f"Cada respuesta es una cita, palabra por palabra, de {_documents(len(documents))} sobre {SUBJECT}."
    )


def covers(documents: Mapping[str, Document]) -> str:
    """Return the sentences that say what can be asked about: how many documents, on what, of which days."""
    count = len(documents)
    dates = sorted(one.source.published for one in documents.values() if one.source.published)
    holds = f"Esta colección tiene {_documents(count)} sobre {SUBJECT}."
    undated = f"{count - len(dates)} de ellos no {'tiene' if count - len(dates) == 1 else 'tienen'} fecha."
    match dates:
        case []:
            return f"{holds} Ninguno tiene fecha."
        case [only]:
            known = f"La única fecha que se sabe es el {day(only)}."
        case [first, *_, last]:
            known = f"Sus fechas van del {day(first)} al {day(last)}."
    return f"{holds} {known} {undated}" if len(dates) < count else f"{holds} {known}"


def status(reply: Reply) -> str:
    """Return the line that a screen reader hears when the answer has come."""
    if reply.outcome == "no_answer":
        return "No se encontró respuesta en esta colección."
    count = len({finding.document.id for finding in reply.findings})
    differ = ", con cifras distintas" if reply.disagreement else ""
    return f"Respuesta lista. {count} fuente{'s'[: count != 1]}{differ}."


def said_by(finding: Finding) -> str:
    """Return what stands before a finding's speaker: only words that may be their own are said by them."""
    return SAID_BY if finding.own_words else ACCORDING_TO


def agreeing(count: int) -> str:
    """Return the sentence that says how many documents give the first finding's figure."""
    return f"{count} documentos dan la cifra de [1]; las copias de un mismo texto cuentan una sola vez."


def given_by(count: int) -> str:
    return f"la dan {count} documentos"


def left_out(time: str) -> str:
    """Return the line above the figures that were found and are not of the *time* asked for."""
    return f"No se incluyen, porque usted pregunta por “{time}” y no se sabe que sean de ese momento:"


def source_name(source: Source | DocumentRef) -> str:
    """Return the publisher, else the title, else words that say there is neither."""
    return source.publisher or source.title or f"{untitled(source)} {source.original or ''}".rstrip()


def untitled(source: Source | DocumentRef) -> str:
    """Return what a source without publisher and title is called, before the name of its original."""
    return UNTITLED_FROM.get(source.kind, UNTITLED) if source.original else UNTITLED


def also_at(count: int) -> str:
    return "También se dice en 1 lugar más" if count == 1 else f"También se dice en {count} lugares más"


def missing(terms: Sequence[str]) -> str:
    """Return the sentence that names what no passage covers."""
    return "Ningún pasaje trata de " + listed([f"“{term}”" for term in terms], "ni de") + "."


def verdict(state: str, on: date, *, is_older: bool) -> str:
    """Return what staff found of a passage and when, as the end of a sentence after its first words."""
    by = "" if state == "verified" else " según el personal"
    return f"{by} el {day(on)}{', antes de que el documento cambiara' if is_older else ''}."


def all_sources(count: int) -> str:
    return "La única fuente" if count == 1 else f"Las {count} fuentes"


def read_in_document(number: int | None) -> str:
    """Return the words of the link to a finding's document, or to that of a passage without a number."""
    return f"Lea [{number}] en el documento" if number else READ


def place(number: int) -> str:
    """Return what stands before the source of another place that says the same."""
    return f"Lugar {number}"


def also_searched(name: str, forms: Sequence[str]) -> str:
    """Return the sentence for a terminal that gives the *forms* under which a name was searched too."""
    return f"También se buscó “{name}” como: {'; '.join(forms)}."


def _documents(count: int) -> str:
    return f"{count} documento{'s'[: count != 1]}"
