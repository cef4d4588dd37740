// The home page offers itself in the reader's language, once: whoever closes the line or follows it never sees it again.
(function () {
  const KEY = "course-language-offer";
  const offers = [...document.querySelectorAll(".translation-offer")];
  const remember = () => { try { localStorage.setItem(KEY, "seen"); } catch { /* it comes back next time */ } };
  const seen = () => { try { return localStorage.getItem(KEY) === "seen"; } catch { return false; } };
  if (!offers.length || seen()) return;
  const short = (tag) => tag.toLowerCase().split("-")[0];
  const here = short(document.documentElement.lang);
  const wanted = navigator.languages.map(short).find((code) => code === here || offers.some((one) => one.lang === code));
  const offer = offers.find((one) => one.lang === wanted);
  if (!offer) return;
  offer.hidden = false;
  offer.querySelector("a").addEventListener("click", remember);
  offer.querySelector("button").addEventListener("click", () => { offer.hidden = true; remember(); });
})();
