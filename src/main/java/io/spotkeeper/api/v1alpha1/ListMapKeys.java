package io.spotkeeper.api.v1alpha1;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says by which fields the items of a list are told apart ({@code x-kubernetes-list-map-keys}): no
 * two items may agree in all of them, and server-side apply merges item by item. Lists without it
 * are replaced as a whole.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface ListMapKeys {
    /** Names of required fields of the item, at least one. */
    String[] value();
}
