/// What the OpenAPI document of a system says: its operations, and the shape of their bodies. Only
/// this package knows how such a document is written. Read
/// [drawbridge.mapping.check.document.ApiDocument] first, then
/// [drawbridge.mapping.check.document.Shape].
@NullMarked
@CheckReturnValue
package drawbridge.mapping.check.document;

import com.google.errorprone.annotations.CheckReturnValue;

import org.jspecify.annotations.NullMarked;
