package drawbridge.console.importing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The first look at a file: which one it is, and how long.
///
/// @param digest of its bytes
record FileLook(String digest, long lines) {

    /// @throws BadFile when it is not there, or cannot be read
    static FileLook at(Path path) throws BadFile {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            long lines = 0;
            boolean open = false;
            try (InputStream in = new DigestInputStream(Files.newInputStream(path), digest)) {
                byte[] some = new byte[64 * 1024];
                for (int n = in.read(some); n >= 0; n = in.read(some)) {
                    for (int i = 0; i < n; i++) {
                        open = some[i] != '\n';
                        lines += open ? 0 : 1;
                    }
                }
            }
            return new FileLook(
                    HexFormat.of().formatHex(digest.digest()), open ? lines + 1 : lines);
        } catch (NoSuchFileException missing) {
            throw new BadFile("There is no file " + path + ".");
        } catch (IOException unreadable) {
            throw new BadFile(path + " cannot be read: " + unreadable.getMessage() + ".");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
