import type { Language } from "../../domain/language.ts";
import type { Phase } from "../../domain/phase.ts";
import type { Words } from "./words.ts";

/** `ended`: closing and closed, and the phases in which nobody is refused for the phase. */
const byPhase = (phase: Phase, words: { scheduled: string; paused: string; ended: string }): string =>
  phase === "scheduled" || phase === "paused" ? words[phase] : words.ended;

const ar: Words = {
  titles: {
    invalid: "طلب غير صالح",
    "not-found": "غير موجود",
    gone: "لم يعد متاحا",
    "not-open": "التصويت غير مفتوح",
    "not-possible": "لا يُنفَّذ هذا الآن",
    "already-used": "رمز سبق استعماله",
    "already-voted": "سبق التصويت من هذا المتصفح",
    conflict: "تعارض",
    "too-many": "محاولات كثيرة",
    busy: "غير متاح حاليا",
    forbidden: "طلب مرفوض",
    failure: "خلل من جهتنا",
  },
  nothingDone: { ballot: "لم يُحتسب هذا الصوت.", withdrawal: "لم يُسحب أي صوت." },
  noPoll: "هذا التصويت غير موجود أو حُذف.",
  noAddress: "لا يوجد شيء في هذا العنوان. العناوين المتاحة معروضة في ‎/api‎.",
  noRule: "هذا العنوان غير متاح لأحد.",
  noToken: "يلزم رمز صالح من فضاء التدبير، في الترويسة Authorization: Bearer.",
  tokenScope: (scope) => `لا يتيح هذا الرمز ذلك: يلزمه النطاق ${scope}.`,
  tokenRole: (role) =>
    `دور صاحب الرمز لا يتيح ذلك: يلزم ${{ owner: "دور الإدارة", editor: "دور التحرير", viewer: "دور الاطلاع" }[role]}.`,
  goneChannels: "لم يعد هذا العنوان متاحا: لا يُحسب من أين جاءت الأصوات. إحصاءات موقع الجريدة نفسه تبيّن ذلك.",
  noSuchThing: "لا يوجد شيء بهذا المعرّف.",
  noBallot: "لا يوجد صوت بهذا الرمز.",
  notInLog: "هذا الجزء غير موجود في السجل بحجمه الحالي.",
  hiddenUntilClose: "نتائج هذا التصويت محجوبة إلى غاية إغلاقه، ومعها مضمون السجل. المتاح الآن checkpoint وحده.",
  indexMalformed: "المرجو كتابة بداية البصمة بالأرقام الست عشرية الصغيرة (0-9 وa-f)، أو all.",
  indexTooLong: (longest) =>
    longest === 0
      ? "عدد الأصوات قليل، فبداية البصمة قد تدل على صوت بعينه. المتاح الآن all وحده."
      : `بداية بهذا الطول لا تشترك فيها أصوات كافية، فقد تدل على صوت بعينه. أقصى طول متاح الآن: ${longest}.`,
  indexTooShort: (shortest) => `الأصوات التي تبدأ بصمتها هكذا كثيرة على جواب واحد. أدنى طول متاح الآن: ${shortest}.`,
  allowedMethods: (methods) => `هذا العنوان لا يقبل إلا: ${methods}.`,
  tooLarge: (bytes) => `محتوى الطلب يتجاوز ${bytes} بايت.`,
  mediaType: "المرجو إرسال المحتوى بصيغة application/json وترميز UTF-8.",
  notJson: "محتوى الطلب ليس JSON صحيحا.",
  wrongFields: "في الطلب حقول غير صحيحة، وهي مبيّنة واحدا واحدا.",
  needsWebSocket: "هذا العنوان مخصص لاتصالات WebSocket. لقراءة الأرقام مرة واحدة استعملوا tally.",
  notOpen: (phase) =>
    byPhase(phase, {
      scheduled: "لم يُفتح التصويت بعد.",
      paused: "التصويت متوقف مؤقتا.",
      ended: "أُغلق التصويت.",
    }),
  notPossible: (phase, acts) =>
    `هذا التصويت ${{ draft: "مسودة", scheduled: "مبرمج", open: "مفتوح", paused: "متوقف مؤقتا", closing: "قيد الإغلاق", closed: "مغلق" }[phase]}، ولم يتغير أي شيء.${acts.length > 0 ? ` المتاح الآن: ${acts.map((act) => ({ pause: "الإيقاف المؤقت", resume: "الاستئناف", close: "الإغلاق", correct: "التصويب", void: "إعلان الإلغاء", hide: "الطي" })[act]).join("، ")}.` : ""}`,
  noHost: "لم يُفتح التصويت: يجب تحديد PUBLIC_HOST أولا.",
  ledgerRefuses: (why) => `لم يُفتح التصويت: السجل يرفض التوقيع (${why}).`,
  alreadyUsed: "سبق استعمال هذا الرمز (lock) في صوت آخر.",
  alreadyVoted: "سبق تسجيل صوت من هذا المتصفح. صوت واحد لكل متصفح. يمكن سحبه ثم التصويت من جديد.",
  conflict: (by) => `سبق إلى الحفظ: ${by}. لم يُحفظ أي شيء.`,
  taken: "هذا المعرّف مستعمل.",
  tooMany: "أصوات كثيرة من هذه الشبكة في وقت وجيز. المرجو الانتظار قليلا ثم إعادة المحاولة.",
  busy: "الخادم تحت ضغط كبير. المرجو إعادة المحاولة بعد قليل.",
  unreachable:
    "الخادم الذي يحفظ هذه المعطيات لا يستجيب حاليا، وهذا ليس حكما على مضمونها. المرجو إعادة المحاولة بعد قليل.",
  unconfirmed: {
    ballot:
      "لم نتوصل بتأكيد، فاعتبروا هذا الصوت غير محتسب. المرجو إعادة إرساله بالرمز نفسه (lock)، ولن يُحتسب إلا مرة واحدة.",
    withdrawal: "لم نتوصل بتأكيد، فاعتبروا الصوت غير مسحوب. المرجو إعادة المحاولة بالرمز نفسه.",
  },
  forbidden: "لا يُقبل هذا الطلب إلا من صفحات هذا الموقع.",
  failure: "وقع خلل من جهتنا. المرجو إعادة المحاولة بعد قليل.",
  fields: {
    missing: "هذا الحقل مطلوب.",
    object: "يجب أن يكون محتوى الطلب كائن JSON.",
    id: "يجب أن يكون معرّفا من 1 إلى 32 من الرموز a-z و0-9 و-.",
    choice: "يجب أن يكون قائمة بمعرّفات الأجوبة.",
    code: "يجب أن يكون 32 بايتا بترميز base64url القانوني، أي 43 رمزا.",
    shape: "القيمة ليست على الشكل المطلوب.",
    unknownField: (allowed) => `حقل غير معروف. الحقول المقبولة: ${allowed}.`,
    unknownQuestion: "هذا السؤال غير موجود في هذا التصويت.",
    noneChosen: (kind) => (kind === "single" ? "المرجو اختيار جواب واحد." : "المرجو اختيار جواب واحد على الأقل."),
    tooManyChosen: (max) =>
      max === 1
        ? "اختيار واحد فقط."
        : max === 2
          ? "جوابان على الأكثر."
          : `${max} ${max <= 10 ? "أجوبة" : "جوابا"} على الأكثر.`,
    unknownOption: (option) => `جواب غير موجود: ${option}.`,
    repeatedOption: (option) => `جواب مكرّر: ${option}.`,
    exclusive: (option) => `لا يمكن الجمع بين هذا الجواب وغيره: ${option}.`,
  },
};

const fr: Words = {
  titles: {
    invalid: "Requête invalide",
    "not-found": "Introuvable",
    gone: "Supprimé",
    "not-open": "Le vote n’est pas ouvert",
    "not-possible": "Impossible dans cette phase",
    "already-used": "Code déjà utilisé",
    "already-voted": "Déjà voté depuis ce navigateur",
    conflict: "Conflit",
    "too-many": "Trop de tentatives",
    busy: "Indisponible pour le moment",
    forbidden: "Requête refusée",
    failure: "Erreur de notre côté",
  },
  nothingDone: { ballot: "Ce vote n’est pas compté.", withdrawal: "Aucun vote n’a été retiré." },
  noPoll: "Ce vote n’existe pas ou a été supprimé.",
  noAddress: "Il n’y a rien à cette adresse. Les adresses disponibles sont décrites sur /api.",
  noRule: "Cette adresse n’est ouverte à personne.",
  noToken: "Il faut un jeton valable de l’espace de gestion, dans l’en-tête Authorization: Bearer.",
  tokenScope: (scope) => `Ce jeton ne le permet pas : il lui faut la portée ${scope}.`,
  tokenRole: (role) =>
    `Le rôle du titulaire du jeton ne le permet pas : il faut ${{ owner: "l’administration", editor: "l’édition", viewer: "la consultation" }[role]}.`,
  goneChannels:
    "Cette adresse n’existe plus : la provenance des votes n’est pas comptée. Les statistiques du site du journal la donnent.",
  noSuchThing: "Rien ne porte cet identifiant.",
  noBallot: "Aucun vote ne correspond à ce code.",
  notInLog: "Cette partie n’existe pas dans le registre à sa taille actuelle.",
  hiddenUntilClose:
    "Les résultats de ce vote sont cachés jusqu’à sa clôture, et avec eux le contenu du registre. Seul checkpoint est disponible.",
  indexMalformed: "Écrivez le début de l’empreinte en chiffres hexadécimaux minuscules (0-9, a-f), ou all.",
  indexTooLong: (longest) =>
    longest === 0
      ? "Il y a encore peu de votes : un début d’empreinte pourrait en désigner un seul. Seul all est servi pour l’instant."
      : `Trop peu de votes partagent un début aussi long : il pourrait en désigner un seul. Longueur maximale : ${longest}.`,
  indexTooShort: (shortest) =>
    `Trop de votes ont une empreinte qui commence ainsi pour une seule réponse. Longueur minimale : ${shortest}.`,
  allowedMethods: (methods) => `Cette adresse n’accepte que : ${methods}.`,
  tooLarge: (bytes) => `Le contenu de la requête dépasse ${bytes} octets.`,
  mediaType: "Envoyez le contenu au format application/json, en UTF-8.",
  notJson: "Le contenu de la requête n’est pas du JSON valide.",
  wrongFields: "Certains champs sont incorrects ; ils sont détaillés un par un.",
  needsWebSocket:
    "Cette adresse est réservée aux connexions WebSocket. Pour lire les chiffres une fois, utilisez tally.",
  notOpen: (phase) =>
    byPhase(phase, {
      scheduled: "Le vote n’est pas encore ouvert.",
      paused: "Le vote est suspendu.",
      ended: "Le vote est clos.",
    }),
  notPossible: (phase, acts) =>
    `Ce vote est ${{ draft: "un brouillon", scheduled: "programmé", open: "ouvert", paused: "suspendu", closing: "en clôture", closed: "clos" }[phase]} ; rien n’a changé.${acts.length > 0 ? ` Possible maintenant : ${acts.map((act) => ({ pause: "suspendre", resume: "reprendre", close: "clore", correct: "corriger", void: "déclarer nul", hide: "archiver" })[act]).join(", ")}.` : ""}`,
  noHost: "Le vote n’a pas été ouvert : définissez d’abord PUBLIC_HOST.",
  ledgerRefuses: (why) => `Le vote n’a pas été ouvert : son registre refuse d’être signé (${why}).`,
  alreadyUsed: "Ce code (lock) a déjà servi pour un autre vote.",
  alreadyVoted:
    "Un vote a déjà été enregistré depuis ce navigateur. Un vote par navigateur. On peut le retirer, puis voter de nouveau.",
  conflict: (by) => `${by} a enregistré entre-temps. Rien n’a été enregistré.`,
  taken: "Cet identifiant est déjà pris.",
  tooMany: "Trop de votes de ce réseau en peu de temps. Patientez un peu, puis réessayez.",
  busy: "Le serveur est très sollicité. Réessayez dans un instant.",
  unreachable:
    "Le serveur qui conserve ces données ne répond pas pour le moment ; ce n’est pas un verdict sur leur contenu. Réessayez dans un instant.",
  unconfirmed: {
    ballot:
      "Aucune confirmation reçue : considérez que ce vote n’est pas compté. Renvoyez-le avec le même code (lock) ; il ne comptera qu’une fois.",
    withdrawal: "Aucune confirmation reçue : considérez que le vote n’est pas retiré. Réessayez avec le même code.",
  },
  forbidden: "Cette requête n’est acceptée que depuis les pages de ce site.",
  failure: "Une erreur est survenue de notre côté. Réessayez dans un instant.",
  fields: {
    missing: "Ce champ est requis.",
    object: "Le contenu de la requête doit être un objet JSON.",
    id: "Doit être un identifiant de 1 à 32 caractères parmi a-z, 0-9 et -.",
    choice: "Doit être une liste d’identifiants de réponses.",
    code: "Doit être 32 octets en base64url canonique, soit 43 caractères.",
    shape: "La valeur n’a pas la forme attendue.",
    unknownField: (allowed) => `Champ inconnu. Champs acceptés : ${allowed}.`,
    unknownQuestion: "Cette question n’existe pas dans ce vote.",
    noneChosen: (kind) => (kind === "single" ? "Choisissez une réponse." : "Choisissez au moins une réponse."),
    tooManyChosen: (max) => (max === 1 ? "Une seule réponse." : `${max} réponses au maximum.`),
    unknownOption: (option) => `Réponse inexistante : ${option}.`,
    repeatedOption: (option) => `Réponse répétée : ${option}.`,
    exclusive: (option) => `Cette réponse ne se combine avec aucune autre : ${option}.`,
  },
};

const en: Words = {
  titles: {
    invalid: "Invalid request",
    "not-found": "Not found",
    gone: "Gone",
    "not-open": "Voting is not open",
    "not-possible": "Not possible in this phase",
    "already-used": "Code already used",
    "already-voted": "Already voted from this browser",
    conflict: "Conflict",
    "too-many": "Too many attempts",
    busy: "Not available right now",
    forbidden: "Request refused",
    failure: "Failure on our side",
  },
  nothingDone: { ballot: "This vote was not counted.", withdrawal: "No vote was taken back." },
  noPoll: "This vote does not exist or was removed.",
  noAddress: "There is nothing at this address. The addresses that exist are described at /api.",
  noRule: "This address is open to nobody.",
  noToken: "A token of the desk that works is needed, in the header Authorization: Bearer.",
  tokenScope: (scope) => `This token may not do that: it needs the scope ${scope}.`,
  tokenRole: (role) =>
    `The role of the token's holder does not allow that: it takes an ${{ owner: "owner", editor: "editor or an owner", viewer: "account" }[role]}.`,
  goneChannels: "This address is gone: where votes came from is not counted. The newspaper’s own analytics tell it.",
  noSuchThing: "Nothing has this id.",
  noBallot: "No vote has this code.",
  notInLog: "The log at its present size has no such part.",
  hiddenUntilClose:
    "The results of this vote are hidden until it closes, and the log's contents with them. Only its checkpoint can be had now.",
  indexMalformed: "Write the beginning of the hash in lower-case hex digits (0-9, a-f), or all.",
  indexTooLong: (longest) =>
    longest === 0
      ? "There are few ballots so far: the beginning of a hash could point to one of them. Only all is served for now."
      : `Too few ballots share so long a beginning: it could point to one of them. Longest allowed: ${longest}.`,
  indexTooShort: (shortest) =>
    `Too many ballots have a hash that begins so for one answer. Shortest allowed: ${shortest}.`,
  allowedMethods: (methods) => `This address only takes: ${methods}.`,
  tooLarge: (bytes) => `The request’s content exceeds ${bytes} bytes.`,
  mediaType: "Send the content as application/json, in UTF-8.",
  notJson: "The request’s content is not valid JSON.",
  wrongFields: "Some fields are wrong; they are named one by one.",
  needsWebSocket: "This address is for WebSocket connections. To read the figures once, use tally.",
  notOpen: (phase) =>
    byPhase(phase, {
      scheduled: "Voting has not opened yet.",
      paused: "Voting is paused.",
      ended: "Voting is closed.",
    }),
  notPossible: (phase, acts) =>
    `This poll is ${{ draft: "a draft", scheduled: "scheduled", open: "open", paused: "paused", closing: "closing", closed: "closed" }[phase]}; nothing was changed.${acts.length > 0 ? ` Possible now: ${acts.map((act) => ({ pause: "pause", resume: "resume", close: "close", correct: "correct", void: "declare void", hide: "archive" })[act]).join(", ")}.` : ""}`,
  noHost: "The poll was not opened: set PUBLIC_HOST first.",
  ledgerRefuses: (why) => `The poll was not opened: its log refuses to be signed (${why}).`,
  alreadyUsed: "This code (lock) was already used for another vote.",
  alreadyVoted:
    "A vote was already recorded from this browser. One vote per browser. It can be taken back, to vote again.",
  conflict: (by) => `${by} saved meanwhile. Nothing was saved.`,
  taken: "This id is taken.",
  tooMany: "Too many votes from this network in a short time. Wait a little and try again.",
  busy: "The server is very busy. Try again shortly.",
  unreachable:
    "The server that keeps this is not answering right now; that is no verdict on what it keeps. Try again shortly.",
  unconfirmed: {
    ballot:
      "No confirmation reached us: take this vote as not counted. Send it again with the same code (lock); it will count only once.",
    withdrawal: "No confirmation reached us: take the vote as not taken back. Try again with the same code.",
  },
  forbidden: "This request is only taken from the pages of this site.",
  failure: "Something failed on our side. Try again shortly.",
  fields: {
    missing: "This field is required.",
    object: "The request’s content must be a JSON object.",
    id: "Must be an id of 1 to 32 of the characters a-z, 0-9 and -.",
    choice: "Must be a list of answer ids.",
    code: "Must be 32 bytes in canonical base64url, which is 43 characters.",
    shape: "The value is not of the shape that is needed.",
    unknownField: (allowed) => `Unknown field. Fields taken: ${allowed}.`,
    unknownQuestion: "This vote has no such question.",
    noneChosen: (kind) => (kind === "single" ? "Choose an answer." : "Choose at least one answer."),
    tooManyChosen: (max) => (max === 1 ? "Only one answer." : `At most ${max} answers.`),
    unknownOption: (option) => `No such answer: ${option}.`,
    repeatedOption: (option) => `Answer repeated: ${option}.`,
    exclusive: (option) => `This answer cannot be combined with others: ${option}.`,
  },
};

export const WORDS: Record<Language, Words> = { ar, fr, en };
