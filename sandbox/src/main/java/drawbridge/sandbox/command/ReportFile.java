package drawbridge.sandbox.command;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Files that a command is told to read or to write: tried out before it begins, because nobody
/// wants to hear at the end of a run that it was for nothing.
public final class ReportFile {

    private ReportFile() {}

    /// @param file to be written when all is done; null: none
    /// @throws ParameterException when it could not be written
    public static void writable(CommandLine line, String option, @Nullable Path file) {
        if (file == null) {
            return;
        }
        if (Files.isDirectory(file)) {
            throw new ParameterException(
                    line, option + ": '" + file + "' is a folder; name a file in it.");
        }
        try {
            boolean there = Files.exists(file);
            var folder = file.toAbsolutePath().getParent();
            if (folder != null && !there) {
                Files.delete(Files.createTempFile(folder, ".report", ".draft"));
            }
            if (there && !Files.isWritable(file)) {
                throw new IOException("it is read-only");
            }
        } catch (IOException no) {
            throw new ParameterException(
                    line,
                    option
                            + ": the file '"
                            + file
                            + "' cannot be written; its folder must be there and ours to write"
                            + " to. Nothing was started.");
        }
    }

    /// @throws ParameterException when it cannot be read
    public static void readable(CommandLine line, String option, @Nullable Path file) {
        if (file != null && !(Files.isRegularFile(file) && Files.isReadable(file))) {
            throw new ParameterException(
                    line,
                    option + ": the file '" + file + "' cannot be read. Nothing was started.");
        }
    }
}
