package drawbridge.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;

import java.net.BindException;
import java.net.UnknownHostException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CompletionException;

/// What went wrong, in words for whoever typed the command.
final class Plainly {

    private Plainly() {}

    static String said(Throwable problem) {
        return switch (problem) {
            case CompletionException wrapped when wrapped.getCause() != null ->
                    said(wrapped.getCause());
            case BindException _ ->
                    "The port is in use or not allowed: choose another, or 0 for any. An address"
                            + " of --host must be one of this machine.";
            case UnknownHostException unknown ->
                    "There is no machine called "
                            + unknown.getMessage()
                            + "; --host takes an address of this machine.";
            case FileAlreadyExistsException there ->
                    there.getFile() + " is there already: a sandbox starts with an empty folder.";
            case NoSuchFileException missing -> missing.getFile() + " does not exist.";
            case FileSystemException file ->
                    file.getFile() + " cannot be used: " + file.getReason();
            case JsonProcessingException json ->
                    "The accounts file cannot be read: " + json.getOriginalMessage();
            default -> problem.getMessage() == null ? problem.toString() : problem.getMessage();
        };
    }
}
