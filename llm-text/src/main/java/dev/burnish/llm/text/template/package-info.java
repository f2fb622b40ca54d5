/**
 * An interpreter for the subset of the Jinja language in which chat templates are written. It renders plain data only: no template can reach
 * a Java object, and every rendering is bounded.
 *
 * <p>It behaves like jinja2's sandbox with the settings of {@code apply_chat_template} in Hugging Face transformers. What it does not
 * support, it refuses with a {@link dev.burnish.llm.text.template.TemplateException} that names the line. To read it: {@code Lexer} and
 * {@code Parser} make {@code Statement}s and {@code Expression}s of the text, {@code Renderer} and {@code Evaluator} carry them out on
 * {@code Values}, and {@code Budget} holds the limits.
 */
@NullMarked
package dev.burnish.llm.text.template;

import org.jspecify.annotations.NullMarked;
