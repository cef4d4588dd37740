"""Mathematics at build time: markdown-katex's own KaTeX, in one process that lives as long as the build."""
