package drawbridge.platform;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/// What the file system refused, as the end of a sentence.
final class FileTrouble {

    private FileTrouble() {}

    static String said(IOException failure) {
        return switch (failure) {
            case AccessDeniedException denied -> "there is no right to use " + denied.getFile();
            case NoSuchFileException missing -> "there is no " + missing.getFile();
            case FileAlreadyExistsException there -> there.getFile() + " is a file";
            case CharacterCodingException _ -> "it holds no text in UTF-8";
            case FileSystemException file when file.getReason() != null ->
                    file.getFile() + ": " + file.getReason();
            default -> String.valueOf(failure.getMessage());
        };
    }
}
