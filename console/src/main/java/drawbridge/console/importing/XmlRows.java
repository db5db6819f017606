package drawbridge.console.importing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// The records of an XML file as JSON. An element within a record is a member; one that stands
/// there several times is a list; one without anything in it is null. Attributes are members, too.
/// All is text: the gateway takes it for a number or a truth value where the mapping reads one.
/// Behind what is no XML nothing can be read any more.
final class XmlRows implements SourceFile.Rows {

    private static final int DEEPEST = 50;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Closeable file;
    private final XMLStreamReader xml;
    private final String element;
    private final Map<String, String> renamed;
    private boolean found;
    private boolean ended;
    private int signs;

    XmlRows(Closeable file, XMLStreamReader xml, String element, Map<String, String> renamed) {
        this.file = file;
        this.xml = xml;
        this.element = element;
        this.renamed = Map.copyOf(renamed);
    }

    @Override
    public Optional<CsvRow> next() throws IOException {
        if (ended) {
            return Optional.empty();
        }
        try {
            while (xml.hasNext()) {
                int event = xml.next();
                if (event == XMLStreamConstants.DTD) {
                    return last("a DOCTYPE is not allowed: take it away");
                }
                if (event == XMLStreamConstants.START_ELEMENT
                        && xml.getLocalName().equals(element)) {
                    found = true;
                    return Optional.of(record());
                }
            }
            ended = true;
            return found ? Optional.empty() : last("there is no element " + element);
        } catch (XMLStreamException wrong) {
            return last("this is no XML, and nothing behind it was read: " + said(wrong));
        }
    }

    private Optional<CsvRow> last(String why) {
        ended = true;
        return Optional.of(new CsvRow.Broken(line(), "", why));
    }

    private int line() {
        return Math.max(1, xml.getLocation().getLineNumber());
    }

    private static String said(XMLStreamException wrong) {
        String message = String.valueOf(wrong.getMessage());
        int at = message.indexOf("Message: ");
        return at < 0 ? message : message.substring(at + "Message: ".length());
    }

    private CsvRow record() throws XMLStreamException {
        int line = line();
        signs = 0;
        try {
            JsonNode value = value(1);
            if (!(value instanceof ObjectNode record)) {
                return new CsvRow.Broken(line, "", "the element holds no members");
            }
            ObjectNode named = NODES.objectNode();
            record.properties()
                    .forEach(
                            member ->
                                    named.set(
                                            renamed.getOrDefault(member.getKey(), member.getKey()),
                                            member.getValue()));
            Rejects.MORE.forEach(name -> named.remove(name));
            return new CsvRow.Record(line, named.toString());
        } catch (Unfit unfit) {
            skipToEnd(unfit.depth);
            return new CsvRow.Broken(line, "", String.valueOf(unfit.getMessage()));
        }
    }

    /// A record that cannot be taken, though the file is XML.
    private static final class Unfit extends RuntimeException {

        private static final long serialVersionUID = 1L;

        /// How many elements of the record are open.
        private final int depth;

        Unfit(String why, int depth) {
            super(why, null, false, false);
            this.depth = depth;
        }
    }

    private void skipToEnd(int open) throws XMLStreamException {
        int depth = open;
        while (depth > 0 && xml.hasNext()) {
            int event = xml.next();
            depth +=
                    event == XMLStreamConstants.START_ELEMENT
                            ? 1
                            : event == XMLStreamConstants.END_ELEMENT ? -1 : 0;
        }
    }

    /// The element that was just opened, to its end.
    private JsonNode value(int depth) throws XMLStreamException {
        if (depth > DEEPEST) {
            throw new Unfit("more than " + DEEPEST + " elements stand in each other", depth);
        }
        ObjectNode members = NODES.objectNode();
        boolean nothing = false;
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            String name = xml.getAttributeLocalName(i);
            String value = xml.getAttributeValue(i);
            if (name.equals("nil")) {
                nothing = value.equals("true") || value.equals("1");
            } else {
                count(name.length() + value.length(), depth);
                members.set(name, NODES.textNode(value));
            }
        }
        StringBuilder text = new StringBuilder();
        for (int event = xml.next(); event != XMLStreamConstants.END_ELEMENT; event = xml.next()) {
            switch (event) {
                case XMLStreamConstants.START_ELEMENT -> {
                    String name = xml.getLocalName();
                    count(name.length(), depth + 1);
                    JsonNode child = value(depth + 1);
                    add(members, name, child);
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                    count(xml.getTextLength(), depth);
                    text.append(xml.getText());
                }
                case XMLStreamConstants.ENTITY_REFERENCE ->
                        throw new Unfit(
                                "the entity &%s; before column %d is not known: write the sign itself"
                                        .formatted(
                                                xml.getLocalName(),
                                                xml.getLocation().getColumnNumber()),
                                depth);
                default -> {}
            }
        }
        if (members.isEmpty()) {
            return nothing || text.toString().isBlank()
                    ? NODES.nullNode()
                    : NODES.textNode(text.toString());
        }
        if (!text.toString().isBlank()) {
            // The element is closed already.
            throw new Unfit("text stands beside elements: " + text.toString().strip(), depth - 1);
        }
        return members;
    }

    private static void add(ObjectNode members, String name, JsonNode value) {
        JsonNode known = members.get(name);
        switch (known) {
            case null -> members.set(name, value);
            case ArrayNode all -> all.add(value);
            default -> members.set(name, NODES.arrayNode().add(known).add(value));
        }
    }

    private void count(int more, int depth) {
        signs += more;
        if (signs > CsvLines.LONGEST) {
            throw new Unfit(RecordText.TOO_LARGE, depth);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            xml.close();
        } catch (XMLStreamException ignored) {
            // The file is closed all the same.
        }
        file.close();
    }
}
