package drawbridge.mapping.lens;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/// HTML as the text that people see in it, and text as HTML that shows it.
///
/// What was made of a text and read again is the same text but for white space; and what was read
/// and made again stays as it is from then on, however often.
final class Html {

    private Html() {}

    static String text(String html) {
        Seen seen = new Seen();
        Jsoup.parseBodyFragment(html).body().traverse(seen);
        return seen.text();
    }

    static String of(String text) {
        return shown(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\n", "<br>");
    }

    /// What is left of a text where white space is shown as HTML shows it.
    private static String shown(String text) {
        return Stream.of(text.split("\r\n|\r|\n", -1))
                .map(line -> collapsed(line).replaceFirst("^ ", ""))
                .collect(Collectors.joining("\n"))
                .strip();
    }

    private static String collapsed(String words) {
        return words.replaceAll("[ \t\r\n\f\u00a0]+", " ");
    }

    private static final class Seen implements NodeVisitor {

        private final StringBuilder text = new StringBuilder();
        private int kept;

        @Override
        public void head(Node node, int depth) {
            switch (node) {
                case TextNode words -> {
                    if (kept > 0) {
                        text.append(words.getWholeText());
                    } else {
                        append(collapsed(words.getWholeText()));
                    }
                }
                case Element element when element.normalName().equals("br") -> text.append('\n');
                case Element element when element.normalName().equals("pre") -> {
                    newLine();
                    kept++;
                }
                case Element element when element.isBlock() -> newLine();
                default -> {}
            }
        }

        @Override
        public void tail(Node node, int depth) {
            if (!(node instanceof Element element)) {
                return;
            }
            if (element.normalName().equals("pre")) {
                kept--;
            }
            if (element.isBlock() && !element.normalName().equals("body")) {
                newLine();
            }
            if (element.normalName().equals("p")) {
                text.append('\n');
            }
        }

        private void append(String words) {
            boolean isShown = text.isEmpty() || " \n".indexOf(text.charAt(text.length() - 1)) >= 0;
            text.append(isShown ? words.replaceFirst("^ ", "") : words);
        }

        private void newLine() {
            if (!text.isEmpty() && text.charAt(text.length() - 1) != '\n') {
                text.append('\n');
            }
        }

        private String text() {
            return text.toString().replace('\u00a0', ' ').strip();
        }
    }
}
