<?xml version="1.0" encoding="utf-8"?>
<!--
  The compiler writes the comments of internal types into the documentation file, too: 675 KB, of which 30 are the public API's.
  This keeps the types that lie directly in one of three namespaces, and their members. Sub-namespaces are internal.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:param name="first" />
  <xsl:param name="second" />
  <xsl:param name="third" />
  <xsl:output method="xml" indent="no" encoding="utf-8" />
  <xsl:key name="member" match="member" use="@name" />

  <xsl:template match="@*|node()">
    <xsl:copy><xsl:apply-templates select="@*|node()" /></xsl:copy>
  </xsl:template>

  <xsl:template match="members/text()" />

  <xsl:template match="member">
    <xsl:variable name="path" select="substring-before(concat(substring-after(@name, ':'), '('), '(')" />
    <xsl:variable name="kept">
      <xsl:call-template name="is-in"><xsl:with-param name="path" select="$path" /><xsl:with-param name="namespace" select="$first" /></xsl:call-template>
      <xsl:call-template name="is-in"><xsl:with-param name="path" select="$path" /><xsl:with-param name="namespace" select="$second" /></xsl:call-template>
      <xsl:call-template name="is-in"><xsl:with-param name="path" select="$path" /><xsl:with-param name="namespace" select="$third" /></xsl:call-template>
    </xsl:variable>
    <xsl:if test="string($kept) != ''">
      <xsl:text>&#10;</xsl:text>
      <xsl:copy-of select="." />
    </xsl:if>
  </xsl:template>

  <!-- "Pprof.Profile.Add" lies in Pprof, since T:Pprof.Profile is a type. "Pprof.Format.Wire.Read" does not: T:Pprof.Format is none. -->
  <xsl:template name="is-in">
    <xsl:param name="path" />
    <xsl:param name="namespace" />
    <xsl:if test="$namespace != '' and starts-with($path, concat($namespace, '.'))">
      <xsl:variable name="type" select="substring-before(concat(substring-after($path, concat($namespace, '.')), '.'), '.')" />
      <xsl:if test="key('member', concat('T:', $namespace, '.', $type))">kept</xsl:if>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
