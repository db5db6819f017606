package drawbridge.system;

import drawbridge.mapping.Formats;
import drawbridge.mapping.Pointer;
import drawbridge.mapping.Value;

import java.io.ByteArrayOutputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.XMLStreamWriter;

/// XML to values and back, within limits: no DOCTYPE and so no entities but the five, 64 levels
/// deep, 100,000 elements.
///
/// | XML | value |
/// | --- | --- |
/// | the document | an object with the root as its member |
/// | `<a>x</a>`, `<a/>` | text, empty text |
/// | `<a b="y"><c>x</c></a>` | an object with `@b` and `c` |
/// | `<a b="y">x</a>` | an object with `@b` and `#text` |
/// | an element that is declared a list | an array, also of one; an empty one where its parent has none |
/// | `xsi:nil="true"` | null |
///
/// Prefixes of names are left away. An element that comes twice and is not declared is refused: of
/// two values nobody would know which one counts.
final class XmlText {

    private static final int DEEPEST = 64;
    private static final int MOST = 100_000;
    private static final String XSI = "http://www.w3.org/2001/XMLSchema-instance";
    private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}._-]*");

    private final Formats formats;
    private final XMLStreamReader reader;
    private int elements;

    private XmlText(Formats formats, XMLStreamReader reader) {
        this.formats = formats;
        this.reader = reader;
    }

    static Value parse(String text, Formats formats) throws BodyText.Malformed {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        factory.setXMLResolver(
                (_, _, _, _) -> {
                    throw new XMLStreamException("nothing is fetched for XML");
                });
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(text));
            return new XmlText(formats, reader).document();
        } catch (XMLStreamException e) {
            String what = String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
            throw new BodyText.Malformed("no XML: " + what);
        }
    }

    private Value document() throws XMLStreamException, BodyText.Malformed {
        Map<String, Value> members = new LinkedHashMap<>();
        while (reader.hasNext()) {
            int event = reader.next();
            if (event == XMLStreamConstants.DTD) {
                throw new BodyText.Malformed("XML with a DOCTYPE, which is not read");
            }
            if (event == XMLStreamConstants.START_ELEMENT) {
                List<String> path = List.of(reader.getLocalName());
                members.put(path.getFirst(), element(path));
            }
        }
        return new Value.Obj(members);
    }

    /// The element whose start was read, to its end.
    private Value element(List<String> path) throws XMLStreamException, BodyText.Malformed {
        elements++;
        if (path.size() > DEEPEST || elements > MOST) {
            throw new BodyText.Malformed("XML beyond the limits: too deep or too many elements");
        }
        boolean nil = isNil();
        Map<String, Value> members = new LinkedHashMap<>();
        attributes(path, members);
        Map<String, List<Value>> children = new LinkedHashMap<>();
        StringBuilder text = new StringBuilder();
        for (int event = reader.next();
                event != XMLStreamConstants.END_ELEMENT;
                event = reader.next()) {
            switch (event) {
                case XMLStreamConstants.START_ELEMENT -> {
                    List<String> further = deeper(path, reader.getLocalName());
                    children.computeIfAbsent(further.getLast(), _ -> new ArrayList<>())
                            .add(element(further));
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
                        text.append(reader.getText());
                case XMLStreamConstants.ENTITY_REFERENCE ->
                        throw new BodyText.Malformed("XML with an entity, which is not read");
                default -> {
                    // Comments and instructions say nothing.
                }
            }
        }
        fold(path, children, members);
        if (nil && members.isEmpty()) {
            return Value.NULL;
        }
        return members.isEmpty() ? formats.typed(path, text.toString()) : full(path, members, text);
    }

    private boolean isNil() {
        String nil = reader.getAttributeValue(XSI, "nil");
        return "true".equals(nil) || "1".equals(nil);
    }

    private void attributes(List<String> path, Map<String, Value> members) {
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            if (!XSI.equals(reader.getAttributeNamespace(i))) {
                String name = "@" + reader.getAttributeLocalName(i);
                members.put(name, formats.typed(deeper(path, name), reader.getAttributeValue(i)));
            }
        }
    }

    private void fold(
            List<String> path, Map<String, List<Value>> children, Map<String, Value> members)
            throws BodyText.Malformed {
        for (Pointer list : formats.lists()) {
            List<String> steps = list.steps();
            if (steps.size() == path.size() + 1 && steps.subList(0, path.size()).equals(path)) {
                members.put(steps.getLast(), new Value.Arr(List.of()));
            }
        }
        for (Map.Entry<String, List<Value>> child : children.entrySet()) {
            List<Value> values = child.getValue();
            List<String> at = deeper(path, child.getKey());
            if (formats.lists().contains(new Pointer(at))) {
                members.put(child.getKey(), new Value.Arr(values));
            } else if (values.size() == 1) {
                members.put(child.getKey(), values.getFirst());
            } else {
                throw new BodyText.Malformed(
                        "the element '"
                                + new Pointer(at)
                                + "' comes "
                                + values.size()
                                + " times; declare it under 'lists'");
            }
        }
    }

    private Value full(List<String> path, Map<String, Value> members, StringBuilder text) {
        if (!text.toString().isBlank()) {
            members.put("#text", formats.typed(deeper(path, "#text"), text.toString()));
        }
        return new Value.Obj(members);
    }

    private static List<String> deeper(List<String> path, String name) {
        List<String> further = new ArrayList<>(path);
        further.add(name);
        return List.copyOf(further);
    }

    // ---- Written

    /// @param value an object of one member, the root
    static byte[] write(Value.Obj value) throws BodyText.Malformed {
        if (value.members().size() != 1
                || value.members().values().iterator().next() instanceof Value.Arr) {
            throw new BodyText.Malformed("XML has one root: name it by 'record'");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            XMLStreamWriter writer =
                    XMLOutputFactory.newDefaultFactory()
                            .createXMLStreamWriter(out, StandardCharsets.UTF_8.name());
            writer.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
            Map.Entry<String, Value> root = value.members().entrySet().iterator().next();
            write(writer, root.getKey(), root.getValue());
            writer.writeEndDocument();
            writer.close();
        } catch (XMLStreamException e) {
            throw new BodyText.Malformed("cannot be written as XML: " + e.getMessage());
        }
        return out.toByteArray();
    }

    private static void write(XMLStreamWriter writer, String name, Value value)
            throws XMLStreamException, BodyText.Malformed {
        if (value instanceof Value.Arr(List<Value> items)) {
            for (Value item : items) {
                write(writer, name, item);
            }
            return;
        }
        writer.writeStartElement(named(name));
        if (value instanceof Value.Obj(Map<String, Value> members)) {
            for (Map.Entry<String, Value> member : members.entrySet()) {
                if (member.getKey().startsWith("@")) {
                    writer.writeAttribute(
                            named(member.getKey().substring(1)), text(member.getValue()));
                }
            }
            for (Map.Entry<String, Value> member : members.entrySet()) {
                if (member.getKey().equals("#text")) {
                    writer.writeCharacters(text(member.getValue()));
                } else if (!member.getKey().startsWith("@")) {
                    write(writer, member.getKey(), member.getValue());
                }
            }
        } else {
            writer.writeCharacters(text(value));
        }
        writer.writeEndElement();
    }

    private static String named(String name) throws BodyText.Malformed {
        if (!NAME.matcher(name).matches()) {
            throw new BodyText.Malformed("'" + name + "' is no name of an element of XML");
        }
        return name;
    }

    /// https://www.w3.org/TR/xml/#charsets
    private static boolean isFit(int sign) {
        boolean blank = sign == '\t' || sign == '\n' || sign == '\r';
        boolean plain = sign >= 0x20 && sign < 0xD800;
        boolean further = sign >= 0xE000 && sign <= 0xFFFD;
        return blank || plain || further || sign >= 0x10000;
    }

    private static String text(Value value) throws BodyText.Malformed {
        String text = BodyText.plain(value);
        for (int sign : text.codePoints().toArray()) {
            if (!isFit(sign)) {
                throw new BodyText.Malformed(
                        "XML cannot hold the character U+%04X".formatted(sign));
            }
        }
        return text;
    }
}
