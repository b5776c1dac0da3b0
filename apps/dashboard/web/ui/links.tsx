import { Anchor, Button, Menu, type AnchorProps, type ButtonProps, type MenuItemProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import { forwardRef } from 'react';

const PlainAnchor = forwardRef<HTMLAnchorElement, Omit<AnchorProps, 'href'>>((props, ref) => (
  <Anchor ref={ref} {...props} />
));
PlainAnchor.displayName = 'PlainAnchor';

const PlainButton = forwardRef<HTMLAnchorElement, Omit<ButtonProps, 'href'>>((props, ref) => (
  <Button ref={ref} component="a" {...props} />
));
PlainButton.displayName = 'PlainButton';

/** A link to another page, in running text. */
export const PageLink = createLink(PlainAnchor);

/** A link to another page that looks like a button. */
export const LinkButton = createLink(PlainButton);

const PlainItem = forwardRef<HTMLAnchorElement, Omit<MenuItemProps, 'href'>>((props, ref) => (
  <Menu.Item ref={ref} component="a" {...props} />
));
PlainItem.displayName = 'PlainItem';

/** A link to another page in a menu. */
export const MenuLink = createLink(PlainItem);
