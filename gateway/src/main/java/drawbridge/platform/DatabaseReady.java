package drawbridge.platform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import drawbridge.platform.DatabaseAccess.Credential;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The file by which a database tells those who wait for it where it is and how to get in.
public final class DatabaseReady {

    private static final ObjectMapper JSON = new ObjectMapper();

    private DatabaseReady() {}

    /// Written whole, readable by its owner alone.
    public static void write(Path file, DatabaseAccess access, long pid) throws IOException {
        ObjectNode root = JSON.createObjectNode();
        root.put("url", access.url());
        put(root, "migration", access.migration());
        put(root, "gateway", access.gateway());
        access.judge().ifPresent(judge -> put(root, "judge", judge));
        root.put("pid", pid);
        PrivateFile.write(file, root.toPrettyString() + "\n");
    }

    private static void put(ObjectNode root, String name, Credential credential) {
        root.putObject(name).put("user", credential.user()).put("password", credential.password());
    }

    public static DatabaseAccess read(Path file) throws StartFailure {
        try {
            JsonNode root = JSON.readTree(Files.readString(file));
            return access(
                    root.path("url").asText(),
                    credential(root, "migration"),
                    credential(root, "gateway"),
                    root.has("judge") ? Optional.of(credential(root, "judge")) : Optional.empty());
        } catch (JsonProcessingException e) {
            throw new StartFailure("The database's ready file " + file + " is not JSON.");
        } catch (IOException e) {
            throw new StartFailure(
                    "The database's ready file " + file + " cannot be read. Is it running?");
        }
    }

    /// @throws StartFailure when `url` is no `postgresql://host:port/name`
    static DatabaseAccess access(
            String url, Credential migration, Credential gateway, Optional<Credential> judge)
            throws StartFailure {
        try {
            URI uri = new URI(url);
            String host = uri.getHost();
            String path = uri.getPath();
            boolean known =
                    "postgresql".equals(uri.getScheme()) || "postgres".equals(uri.getScheme());
            if (known && host != null && path != null && path.length() > 1) {
                return new DatabaseAccess(
                        host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
                        uri.getPort() < 0 ? 5432 : uri.getPort(),
                        path.substring(1),
                        migration,
                        gateway,
                        judge);
            }
        } catch (java.net.URISyntaxException e) {
            // Falls through to the sentence below; the text may hold a password and is not told.
        }
        throw new StartFailure(
                "The database's address is not of the form postgresql://host:port/name.");
    }

    private static Credential credential(JsonNode root, String name) {
        JsonNode node = root.path(name);
        return new Credential(node.path("user").asText(), node.path("password").asText());
    }
}
