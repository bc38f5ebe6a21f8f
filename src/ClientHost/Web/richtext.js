// What users write, as nodes: links, code in backticks, and else text. Nothing of it ever becomes markup.

const PIECES = /```(?:[\w+#-]*\n)?([\s\S]+?)```|`([^`\n]+)`|(https?:\/\/[^\s<>"`]+)/gu;
const FENCE = '```';
const ENDS_SENTENCE = '.,:;!?\'»”…';

// What is longer stays text: many servers refuse it.
const LONGEST_ADDRESS = 2_048;

/** end: what is shown of the text. A link, or code within a line, that does not end before stays text. */
export function appendText(parent, text, end = text.length) {
  let from = 0;
  const appendUpTo = to => {
    if (to > from) {
      parent.append(text.slice(from, to));
    }
  };
  for (const match of text.matchAll(PIECES)) {
    const [all, block, code, found] = match;
    const next = match.index + all.length;
    if (match.index >= end || (next > end && block === undefined)) {
      break;
    }
    if (found?.length > LONGEST_ADDRESS) {
      continue;
    }
    appendUpTo(match.index);
    from = next;
    if (block !== undefined) {
      const start = next - FENCE.length - block.length;
      parent.append(element('pre', text.slice(start, Math.max(start, Math.min(start + block.length, end))).replace(/\n$/, '')));
    } else if (code !== undefined) {
      parent.append(element('code', code));
    } else {
      const address = addressOf(found);
      parent.append(link(address));
      from -= found.length - address.length;
    }
  }
  appendUpTo(end);
}

// A link at the end of a sentence or in parentheses does not have these at its end.
function addressOf(found) {
  let unopened = found.split(')').length - found.split('(').length;
  let end = found.length;
  for (; ENDS_SENTENCE.includes(found[end - 1]) || (found[end - 1] === ')' && unopened > 0); end--) {
    unopened -= found[end - 1] === ')' ? 1 : 0;
  }
  return found.slice(0, end);
}

function link(address) {
  const made = element('a', address);
  made.href = address;
  made.target = '_blank';
  made.rel = 'noopener noreferrer nofollow';
  return made;
}

export function element(name, text = '', className = '') {
  const made = document.createElement(name);
  made.textContent = text;
  made.className = className;
  return made;
}
