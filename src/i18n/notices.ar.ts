/** What readers are told of a correction, and of a vote that was declared void. Arabic says which keys there are. */
export const noticesAr = {
  "notice.voided": "أعلنت هيئة التحرير أن هذا التصويت لاغ، يوم {date} على الساعة {time}:",
  "notice.corrected": "صُحّحت صياغة هذا التصويت يوم {date}.",
  "notice.see": "ما الذي صُحّح",
  "notice.h": "التصويبات والإعلانات",
  "notice.lead":
    "تبقى الصياغة الأولى محفوظة في أول سطر من السجل العمومي، وكل تصويب سطر فيه. لم تتغير الأجوبة ولا ترتيبها ولا القواعد.",
  "notice.day": "صُحّح يوم {date} على الساعة {time}",
  "notice.before": "كانت الصياغة",
  "notice.after": "وصارت",
  "notice.reason": "السبب",
};
