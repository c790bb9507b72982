/** Words of frames in other sites' pages, and of the page on which journalists find them, in Arabic. */
export const embedAr = {
  "embed.h": "مشاركة وتضمين وتحميل",
  "embed.lead":
    "هذه الصفحة للصحافيين ولمن يدير موقعا: كيف يوضع هذا التصويت، أو نتيجته، في مقال أو نشرة أو جريدة مطبوعة.",
  "embed.link.h": "الرابط",
  "embed.link.works": "رابط التصويت، يصلح في أي مكان.",
  "embed.link.label": "رابط صفحة التصويت",
};
