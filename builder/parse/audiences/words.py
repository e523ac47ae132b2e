"""Words that say a text is not for participants: names of facilitators, scripts, answers, drafts, in many languages.

A stranger who writes `::: trainer`, `{.hidden}` or `::: respuesta` means that participants must not read it. Where such
a word is not one of ours, or has no effect where it stands, the text is kept for the guide alone, and that is an error.
The list is a safety net, not vocabulary: authors write the names in divs/vocabulary.py.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Literal

from builder.core.nearest import nearest_name

Restricting = Literal["facilitator", "notes", "answer", "check"]
"""The div that says in our vocabulary what a word means. `check` is not an audience, but its marks and reasons are secret."""

_ENGLISH: dict[Restricting, str] = {
    "facilitator": """
        facilitator facilitators facilitation instructor instructors trainer trainers teacher teachers tutor tutors
        lecturer lecturers educator educators professor presenter presenters speaker moderator coach coaches guide staff
        hidden hide invisible private internal confidential secret restricted nonpublic backstage
        draft drafts wip todo fixme comment comments commentstart commentend deletion deleted unpublished
    """,
    "notes": "notes script speakernote speakernotes presenternote presenternotes cue cues",
    "answer": """
        answer answers answerkey solution solutions feedback correct incorrect wrong rightanswer explanation
        explanations explain rationale reason reasons hint hints clue clues markscheme verdict
    """,
    "check": "check checks cheque quiz quizzes question mcq exam test assessment multiplechoice poll pollquiz trivia"
    " truefalse trueorfalse matching matchup ordering sequencing shortanswer",
}

_OTHERS: dict[Restricting, str] = {
    "facilitator": """
        dozent dozentin dozenten trainerin lehrer lehrerin lehrkraft lehrende leitung kursleitung moderation
        versteckt verborgen unsichtbar privat intern vertraulich geheim entwurf
        formateur formatrice formateurs animateur animatrice enseignant enseignante professeur intervenant instructeur
        facilitateur facilitatrice cache caché masque masqué prive privé interne confidentiel brouillon commentaire
        facilitador facilitadora facilitadores formador formadora docente docentes instructora profesor profesora
        maestro maestra capacitador capacitadora oculto oculta privado privada interno secreto borrador
        professora instrutor instrutora escondido rascunho
        facilitatore facilitatrice formatore formatrice insegnante istruttore nascosto privato riservato bozza
        docent docenten begeleider verborgen vertrouwelijk
        larare lærer underviser kursledare kursleder foredragsholder dold dolt skjult utkast udkast kladd
        prowadzacy prowadzący trener trenerka nauczyciel ukryte ukryty prywatne szkic
        lektor lektorka ucitel skryte koncept formator ascuns ciorna oktato trener rejtett piszkozat
        ведущий тренер преподаватель учитель фасилитатор скрыто скрытый скрытое черновик
        викладач вчитель фасилітатор приховано прихований чернетка
        εκπαιδευτης εκπαιδευτής συντονιστης συντονιστής κρυφο κρυφό προσχεδιο
        egitmen eğitmen kolaylastirici kolaylaştırıcı ogretmen gizli taslak
        ميسر الميسر مدرب المدرب معلم المعلم مخفي خاص مسودة مربی پنهان
        מנחה מדריך מורה מוסתר טיוטה
        प्रशिक्षक शिक्षक छिपा
        pengajar fasilitator pelatih tersembunyi draf giangvien nhap mwezeshaji mkufunzi tagapagsanay วิทยากร
        讲师 講師 教师 教師 老师 老師 主持人 引导员 培训师 隐藏 隱藏 草稿 私密 进行役 進行役 ファシリテーター 非表示 下書き
        강사 진행자 교사 숨김 초안
    """,
    "notes": """
        notizen sprechernotizen vortragsnotizen notas apuntes appunti notities anteckningar notatki poznamky
        заметки нотатки σημειωσεις σημειώσεις notlar ملاحظات یادداشت הערות catatan ghichu 备注 備註 笔记 メモ 메모
    """,
    "answer": """
        losung loesung lösung losungen loesungen lösungen antwort antworten musterlosung musterlösung
        erklarung erklärung begrundung begründung richtig falsch
        reponse réponse reponses réponses corrige corrigé indice explication
        respuesta respuestas solucion solución soluciones pista explicacion explicación retroalimentacion correcto
        correcta incorrecto
        resposta respostas solucao solução solucoes soluções gabarito dica explicacao explicação correto correta
        risposta risposte soluzione soluzioni suggerimento spiegazione corretto corretta
        antwoord antwoorden oplossing oplossingen uitleg
        svar losning lösning løsning facit fasit ledtrad ledtråd forklaring förklaring
        odpowiedz odpowiedź odpowiedzi rozwiazanie rozwiązanie wskazowka wyjasnienie uzasadnienie
        odpoved reseni napoveda raspuns răspuns solutie soluție indiciu explicatie valasz válasz megoldas megoldás
        ответ ответы решение подсказка объяснение пояснение правильно правильный
        відповідь відповіді розв'язок підказка пояснення απαντηση απάντηση λυση λύση
        cevap yanit yanıt cozum çözüm ipucu aciklama açıklama
        إجابة الإجابة جواب الجواب حل الحل تلميح شرح تفسير پاسخ
        תשובה פתרון רמז הסבר उत्तर समाधान संकेत
        jawaban solusi petunjuk penjelasan dapan goiy jibu majibu sagot คำตอบ เฉลย
        答案 解答 解析 提示 解释 答え 回答 解説 正解 ヒント 답 정답 해설 풀이 힌트
    """,
    "check": """
        frage fragen pregunta preguntas domanda domande pergunta vraag pytanie otazka otázka intrebare întrebare kerdes kérdés
        fraga fråga sporsmal spørsmål вопрос питання soru pertanyaan سؤال שאלה प्रश्न 问题 問題 質問 질문 ερώτηση
    """,
}

_PARTS = re.compile(r"[-_.\s:/]+")
_NEAR = 0.84
"""How alike (difflib) a name and an English word must be: `anser`, `facilitater` and `solutoin` are, `noted` is not."""


def fold(name: str) -> str:
    """Return a name without letter case, accents, full width, hyphens and other signs: `Lösung` and `LOSUNG` are one."""
    letters = unicodedata.normalize("NFKD", name.replace("ß", "ss")).casefold()
    return "".join(one for one in letters if one.isalnum())


@cache
def _meanings() -> dict[str, Restricting]:
    """Return the vocabulary name of each folded word. English comes last: it decides about words of two languages."""
    return {
        fold(word): meaning for words in (_OTHERS, _ENGLISH) for meaning, row in words.items() for word in row.split()
    }


@cache
def _english() -> dict[str, Restricting]:
    return {fold(word): meaning for meaning, row in _ENGLISH.items() for word in row.split()}


def answer_words() -> frozenset[str]:
    """Return the folded words for answers and what belongs to them, in all languages of the list."""
    return frozenset(word for word, meaning in _meanings().items() if meaning == "answer")


@lru_cache(maxsize=1024)
def restricting_word(name: str) -> Restricting | Literal[""]:
    """Return the div that says what a class or name means if it says that a text is not for participants, else "".

    A name is in the list, is nearly a word of it, or has one of them as a part: `instructor-note`, `answer-key`.
    """
    known = _meanings()
    for part in (name, *(_PARTS.split(name) if _PARTS.search(name) else ())):
        if (found := known.get(fold(part))) and (part == name or found != "check"):
            return found
    return nearly(name)


def is_listed(name: str) -> bool:
    """Say whether a word is in the list as it is, in any letter case, and means people or texts: not parts, not questions."""
    return _meanings().get(fold(name), "check") != "check"


def nearly(name: str) -> Restricting | Literal[""]:
    """Return the meaning of the English word of the list that a name is a misspelling of, or ""."""
    folded = fold(name)
    if len(folded) < len("anser") or folded in _HARMLESS:
        return ""
    return _english().get(nearest_name(folded, _english(), _NEAR), "")


_HARMLESS = frozenset(
    "noted training trained testing tests texts noteblock contest teaching watching catching hatching bordering".split()
)
"""Words that are near one of the list, and are not misspellings of it."""

CURES: dict[Restricting, str] = {
    "facilitator": "put it into `::: facilitator`",
    "notes": "put it into `::: notes`",
    "answer": "put it into `::: answer`; into `::: note` if participants may read it",
    "check": "write `::: check` for a question",
}
"""What to write instead of a word, by its meaning."""
