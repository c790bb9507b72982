import type { Language } from "../poll/language.ts";

/** What an archive says around its figures, in each language. */
export interface ArchiveWords {
  heading: string;
  final: string;
  notFinal: string;
  option: string;
  classA: string;
  classC: string;
  total: string;
  ballots: string;
  withdrawn: string;
  verifiedHeading: string;
  verified: string;
  cannot: string;
  again: string;
  filesHeading: string;
  /** For README.txt, a paragraph each. */
  readme: string[];
}

export const ARCHIVE_WORDS: Record<Language, ArchiveWords> = {
  ar: {
    heading: "أرشيف تصويت القراء",
    final: "النتيجة النهائية: أُغلق السجل.",
    notFinal: "لم يُغلق التصويت عند حفظ هذا الأرشيف: هذه ليست النتيجة النهائية.",
    option: "الجواب",
    classA: "ضمن حصة الشبكة",
    classC: "من شبكات مزدحمة أو غير مؤكدة",
    total: "المجموع",
    ballots: "عدد الأصوات",
    withdrawn: "أصوات سُحبت",
    verifiedHeading: "ما الذي جرى التحقق منه",
    verified:
      "قبل كتابة هذا المجلد أُعيد فرز السجل العمومي كله: {size} سطرا و{seals} ختما. كل سطر يؤدي إلى البصمة الموقّعة، وكل ختم يساوي مجموع الأصوات التي قبله، وكل سحب فتح قفل صوته. الأرقام أعلاه ناتجة عن هذا الفرز، ولم تُطلب من الخادم.",
    cannot: "لا يثبت السجل وحده أن كل صوت لشخص مختلف، ولا أن المشرف لم يُضف أصواتا.",
    again: "لإعادة التحقق: npm run verify -- العنوان --vkey المفتاح، أو sha256sum -c sha256.txt لهذه الملفات.",
    filesHeading: "بصمات الملفات (SHA-256)",
    readme: [
      "هذا المجلد يضم تصويتا كاملا: السجل والتعريف والنتائج. يمكن استضافته أو حفظه كما هو، دون أي برنامج.",
      "افتح index.html. الملف sha256.txt يضم بصمة كل ملف: sha256sum -c sha256.txt.",
    ],
  },
  fr: {
    heading: "Archive d’un vote des lecteurs",
    final: "Résultat définitif : le registre est clos.",
    notFinal: "Le vote n’était pas clos quand cette archive a été écrite : ce n’est pas le résultat définitif.",
    option: "Réponse",
    classA: "dans le quota du réseau",
    classC: "réseaux encombrés ou incertains",
    total: "Total",
    ballots: "Votes",
    withdrawn: "Votes retirés",
    verifiedHeading: "Ce qui a été vérifié",
    verified:
      "Avant d’écrire ce dossier, tout le registre public a été recompté : {size} lignes et {seals} scellés. Chaque ligne mène à l’empreinte signée, chaque scellé est la somme des votes qui le précèdent, chaque retrait ouvre le verrou de son vote. Les chiffres ci-dessus viennent de ce recomptage et n’ont pas été demandés au serveur.",
    cannot:
      "Le registre seul ne prouve pas que chaque vote vient d’une personne différente, ni que l’exploitant n’en a ajouté aucun.",
    again: "Pour revérifier : npm run verify -- ADRESSE --vkey CLÉ, ou sha256sum -c sha256.txt pour ces fichiers.",
    filesHeading: "Empreintes des fichiers (SHA-256)",
    readme: [
      "Ce dossier contient un vote entier : registre, définition, résultats. Il peut être hébergé ou gardé tel quel, sans aucun logiciel.",
      "Ouvrez index.html. sha256.txt donne l’empreinte de chaque fichier : sha256sum -c sha256.txt.",
    ],
  },
  en: {
    heading: "Archive of a readers’ vote",
    final: "Final result: the log is closed.",
    notFinal: "Voting was not closed when this archive was written: this is not the final result.",
    option: "Answer",
    classA: "within the network allowance",
    classC: "crowded or uncertain networks",
    total: "Total",
    ballots: "Votes",
    withdrawn: "Votes taken back",
    verifiedHeading: "What was verified",
    verified:
      "Before this folder was written the whole public log was counted again: {size} lines and {seals} seals. Every line leads to the signed fingerprint, every seal is the sum of the ballots before it, every withdrawal opened the lock of its ballot. The figures above come from that count and were not asked of the server.",
    cannot:
      "The log alone cannot show that each ballot comes from a different person, or that the operator added none.",
    again: "To verify again: npm run verify -- URL --vkey KEY, or sha256sum -c sha256.txt for these files.",
    filesHeading: "Fingerprints of the files (SHA-256)",
    readme: [
      "This folder holds a whole vote: log, definition, results. It can be hosted or kept as it is, without any software.",
      "Open index.html. sha256.txt holds the fingerprint of every file: sha256sum -c sha256.txt.",
      "log/ is a C2SP tiled log (c2sp.org/tlog-tiles) at the paths at which it was served: checkpoint, tile/entries/… (the ballots, as text with a 2-byte length before each line), tile/0/… and above (hashes). log/checkpoints/{size} is what was served as checkpoint/{size}: a folder cannot share its name with a file.",
      "definition.json is the first line of the log: question, options, rules and keys. results.json is the recount.",
    ],
  },
};
