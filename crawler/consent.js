// Finds the button that answers a consent banner, clicks it, and gives [how, its words]; null without one.
// Only a button that does nothing but what its script does: no link elsewhere, nothing that submits a form. A
// question for the age, a login or a captcha is never answered, whatever else it says of cookies.
() => {
  const about = /cookie|\bкук[иау]|куки-?файл|consent|gdpr|персональн\S+ данн|дербес дерек/i;
  const never = /\b(?:18|21)\s?\+|возраст|жасыңыз|жасқа|\byears\b|\bage\b|captcha|капч|парол|password/i;
  const words = [
    ['rejected', /^(?:отклон|отказ|не соглас|только необход|только обязат|reject|decline|deny|refuse|disagree|necessary only|only (?:necessary|essential|required)|essential only|use necessary|continue without|бас тарт|қабылдама|тек қажет|келіспе)/i],
    ['accepted', /^(?:принять|принима|соглас|я соглас|разреш|понятно|хорошо|ок$|ok$|okay|accept|agree|i agree|i accept|allow|got it|understand|i understand|fine|қабылда|келіс|түсінікті|жарайды|рұқсат)/i],
    ['closed', /^(?:закрыть|close|dismiss|жабу|×|✕|✖|x$)/i],
  ];
  const roots = [document];
  for (const e of [...document.querySelectorAll('*')].slice(0, 5000)) if (e.shadowRoot) roots.push(e.shadowRoot);
  const shown = e => { const r = e.getBoundingClientRect(); const s = getComputedStyle(e);
    return r.width > 0 && r.height > 0 && s.visibility !== 'hidden' && s.display !== 'none'; };
  const over = e => { for (let n = e; n && n !== document.body; n = n.parentElement || n.getRootNode().host)
    if (/fixed|sticky|absolute/.test(getComputedStyle(n).position) || n.matches('dialog,[role$=dialog]')) return true;
    return false; };
  const named = '[id*=cookie i],[class*=cookie i],[id*=consent i],[class*=consent i],[id*=gdpr i],'
    + '[class*=gdpr i],[id^=onetrust],[id^=Cybot],[id*=didomi],[class*=qc-cmp],[class*=fc-consent],[class^=cc-],'
    + '[role=dialog],[role=alertdialog],dialog[open],[aria-modal=true],[aria-label*=cookie i],body > div,body > section';
  const banner = e => { const text = (e.innerText || '').trim();
    return text.length < 4000 && about.test(text) && !never.test(text) && shown(e) && over(e)
      && !e.querySelector('input[type=password]'); };
  const plain = e => { const href = e.getAttribute('href');
    if (e.localName === 'a' && href !== null && href !== '#' && href !== '') return false;
    return !(e.form && e.type === 'submit') && !e.closest('a[href]:not([href="#"]):not([href=""])'); };
  const said = e => (e.innerText || e.value || e.getAttribute('aria-label') || e.title || '').trim().slice(0, 80);
  for (const root of roots) for (const box of [...root.querySelectorAll(named)].slice(0, 300).filter(banner)) {
    const buttons = [...box.querySelectorAll('button,[role=button],input[type=button],a')].slice(0, 60)
      .filter(e => plain(e) && shown(e));
    for (const [answer, pattern] of words) {
      const found = buttons.find(e => pattern.test(said(e)) || (answer === 'closed' && pattern.test(e.getAttribute('aria-label') || '')));
      if (!found) continue;
      const words = said(found), opens = window.open;
      window.open = () => null;
      try { found.click(); } finally { window.open = opens; }
      return [answer, words];
    }
  }
  return null;
}
