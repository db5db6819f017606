package drawbridge.console.importing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;

/// A file of XML in which one element is a record. Nothing is ever fetched for it, and one with a
/// DOCTYPE is refused.
///
/// @param element its name, without a prefix
/// @param renamed what members are called instead
record XmlFile(Path path, String element, String digest, long lines, Map<String, String> renamed)
        implements SourceFile {

    static XmlFile open(Path path, String element, Map<String, String> renamed) throws BadFile {
        FileLook look = FileLook.at(path);
        // Another element means other records.
        return new XmlFile(path, element, look.digest() + ":" + element, look.lines(), renamed);
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        // An entity that nobody declared is told, and spoils its record alone; where texts are
        // joined
        // by the reader, it ends the file.
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setXMLResolver(
                (_, _, _, _) -> {
                    throw new XMLStreamException("nothing outside of the file is read");
                });
        return factory;
    }

    /// Each record names its own members.
    @Override
    public List<String> columns() {
        return List.of();
    }

    @Override
    public Rows rows() throws IOException {
        var in = Files.newInputStream(path);
        try {
            return new XmlRows(in, factory().createXMLStreamReader(in), element, renamed);
        } catch (XMLStreamException wrong) {
            in.close();
            throw new IOException(wrong.getMessage(), wrong);
        }
    }

    @Override
    public Rejected rejects(Path to, boolean goesOn) throws IOException {
        return RecordRejects.open(to, goesOn);
    }
}
