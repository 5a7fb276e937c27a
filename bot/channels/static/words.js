// The page's own texts. Everything in the chats comes from the server.

const WORDS = {
  id: {
    tagline: "Oleh-oleh Solo, sampai di rantau",
    seats: {
      me: ["Rantau", "Oleh-oleh khas Solo"],
      customer: ["Pelanggan", "memesan dari luar negeri"],
      umkm: ["UMKM", "menyiapkan barang di Solo"],
      coordinator: ["Koordinator", "mengirim setiap batas waktu"],
    },
    log: "Percakapan {seat}",
    tabs: "Kursi",
    unread: "ada pesan baru",
    write: "Tulis pesan",
    send: "Kirim",
    attach: "Lampirkan berkas",
    notTaken: {
      409: "Saat ini belum ada berkas yang diminta.",
      413: "Berkas itu lebih dari 20 MB. Kirim yang lebih kecil ya.",
      415: "Di sini perlu foto, bukan berkas lain.",
      lost: "Berkasnya belum terkirim. Coba kirim sekali lagi ya.",
    },
    start: "Mulai",
    opening: {
      me: "Pesan oleh-oleh khas Solo dari mana pun Anda tinggal.",
      customer: "Pesan oleh-oleh khas Solo dari mana pun Anda tinggal.",
      umkm: "Setiap pesanan untuk UMKM muncul di sini begitu dikonfirmasi.",
      coordinator: "Total pesanan dan manifes tiap kiriman sampai di sini.",
    },
    typing: "sedang menulis…",
    fresh: "baru",
    latest: "Pesan baru ↓",
    sending: "mengirim…",
    reconnecting: "Menyambung kembali…",
    back: "Tersambung lagi.",
    cookies: "Obrolan ini perlu kuki. Izinkan kuki untuk situs ini, lalu muat ulang.",
    refused: "Pesan itu tidak bisa dikirim.",
    copied: "Sudah disalin.",
    notCopied: "Belum tersalin. Tekan lama nomornya untuk menyalin.",
    download: "Unduh",
    fileGone: "Salinan ini sudah tidak disimpan. Minta lagi lewat obrolan, kami kirim yang baru.",
    photo: "Gambar",
    you: "Anda",
    shop: "Rantau",
    today: "Hari ini",
    next: "Hari berikutnya",
    moving: "Memajukan hari…",
    moveFailed: "Hari tidak bisa dimajukan.",
    ahead: { other: "jam demo, maju {n} hari" },
    length: "{n} dari 4.096 huruf",
  },
  en: {
    tagline: "The tastes of Solo, wherever you are",
    seats: {
      me: ["Rantau", "Treats from Solo, Java"],
      customer: ["Customer", "orders from abroad"],
      umkm: ["UMKM", "makes the goods in Solo"],
      coordinator: ["Coordinator", "ships at each cut-off"],
    },
    log: "Conversation, {seat}",
    tabs: "Seats",
    unread: "new messages",
    write: "Write a message",
    send: "Send",
    attach: "Attach a file",
    notTaken: {
      409: "No file is asked for at the moment.",
      413: "That file is larger than 20 MB. Please send a smaller one.",
      415: "A photo is needed here, not another file.",
      lost: "The file was not sent. Please try once more.",
    },
    start: "Start",
    opening: {
      me: "Order treats from Solo, wherever you live.",
      customer: "Order treats from Solo, wherever you live.",
      umkm: "Each order for the UMKM appears here the moment it is confirmed.",
      coordinator: "Order totals and each shipment's manifest arrive here.",
    },
    typing: "is writing…",
    fresh: "new",
    latest: "New message ↓",
    sending: "sending…",
    reconnecting: "Reconnecting…",
    back: "Connected again.",
    cookies: "This chat needs cookies. Allow them for this site, then reload.",
    refused: "That message could not be sent.",
    copied: "Copied.",
    notCopied: "Not copied. Press and hold the number to copy it.",
    download: "Download",
    fileGone: "This copy is no longer kept. Ask for it again in the chat, and a new one comes.",
    photo: "Picture",
    you: "You",
    shop: "Rantau",
    today: "Today",
    next: "Next day",
    moving: "Moving the day on…",
    moveFailed: "The day could not be moved on.",
    ahead: { one: "demo clock, {n} day ahead", other: "demo clock, {n} days ahead" },
    length: "{n} of 4,096 characters",
  },
};

export const LOCALE = navigator.language || "id";
export const LANGUAGE = /^(id|ms|jv)/i.test(LOCALE) ? "id" : "en";
export const words = WORDS[LANGUAGE];

export function counted(forms, n) {
  return filled(forms[new Intl.PluralRules(LANGUAGE).select(n)] || forms.other, { n });
}

export function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}
