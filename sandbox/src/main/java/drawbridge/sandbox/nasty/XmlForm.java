package drawbridge.sandbox.nasty;

import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/// Flat records as XML: an element for each member, text alone in it.
final class XmlForm {

    private XmlForm() {}

    /// The members of the root element.
    ///
    /// @throws IllegalArgumentException if it is no XML, or its root has another name
    static Map<String, String> read(String root, String text) {
        try {
            var factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            var element =
                    builder.parse(new InputSource(new StringReader(text))).getDocumentElement();
            if (!element.getTagName().equals(root)) {
                throw new IllegalArgumentException("the root is not " + root);
            }
            return members(element);
        } catch (SAXException | IOException wrong) {
            throw new IllegalArgumentException("no XML", wrong);
        } catch (ParserConfigurationException missing) {
            throw new IllegalStateException("this Java reads no XML", missing);
        }
    }

    private static Map<String, String> members(Element element) {
        Map<String, String> members = new LinkedHashMap<>();
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child) {
                members.put(child.getTagName(), child.getTextContent().strip());
            }
        }
        return members;
    }

    static String one(String name, Map<String, String> record) {
        return write(writer -> element(writer, name, record));
    }

    static String list(String root, String name, Collection<Map<String, String>> records) {
        return write(
                writer -> {
                    writer.writeStartElement(root);
                    for (var record : records) {
                        element(writer, name, record);
                    }
                    writer.writeEndElement();
                });
    }

    private static void element(XMLStreamWriter writer, String name, Map<String, String> record)
            throws XMLStreamException {
        writer.writeStartElement(name);
        for (var member : record.entrySet()) {
            writer.writeStartElement(member.getKey());
            writer.writeCharacters(member.getValue());
            writer.writeEndElement();
        }
        writer.writeEndElement();
    }

    private interface Writing {
        void on(XMLStreamWriter writer) throws XMLStreamException;
    }

    private static String write(Writing writing) {
        try {
            var text = new StringWriter();
            var writer = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
            writer.writeStartDocument();
            writing.on(writer);
            writer.writeEndDocument();
            writer.close();
            return text.toString();
        } catch (XMLStreamException broken) {
            throw new IllegalStateException("XML cannot be written", broken);
        }
    }
}
