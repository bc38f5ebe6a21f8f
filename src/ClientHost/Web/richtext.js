// What users write, as nodes: links, code in backticks, and else text. Nothing of it ever becomes markup.

const PIECES = /```(?:[\w+#-]*\n)?([\s\S]+?)```|`([^`\n]+)`|(https?:\/\/[^\s<>"`]+)/gu;
const ENDS_SENTENCE = '.,:;!?\'»”…';

// What is longer stays text: many servers refuse it.
const LONGEST_ADDRESS = 2_048;

export function appendText(parent, text) {
  let from = 0;
  for (const match of text.matchAll(PIECES)) {
    if (match[3]?.length > LONGEST_ADDRESS) {
      continue;
    }
    parent.append(text.slice(from, match.index));
    from = match.index + match[0].length;
    if (match[1] !== undefined) {
      parent.append(element('pre', match[1].replace(/\n$/, '')));
    } else if (match[2] !== undefined) {
      parent.append(element('code', match[2]));
    } else {
      const address = addressOf(match[3]);
      parent.append(link(address));
      from -= match[3].length - address.length;
    }
  }
  parent.append(text.slice(from));
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
